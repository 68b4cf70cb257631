"""What a thread shows to one reader: one statement for the words, then what hangs on them.

Plain SQL because a page of fifty answers has 2.5 ms, and the records of the ORM alone would take them. Form and count
are tested.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from dayroom.kernel.rooms.models import Entry, Membership, Reaction, Room

MOST_REPLIES = 100
MAX_ID = UUID(int=2**128 - 1)

COLUMNS = """
e.id, e.room_id, e.thread_id, e.parent_id, e.kind, e.title, e.html, e.about, e.language, e.state, e.state_reason,
e.taken_by_host, e.created_at, e.edited_at, e.reply_count, e.thanks_count, e.same_count,
b.name, b.naming, b.line, b.hat, b.organisation, b.level,
EXISTS (SELECT 1 FROM rooms_authorship a WHERE a.byline_id = e.byline_id AND a.person_id = wall_me()),
ARRAY(SELECT r.kind FROM rooms_reaction r WHERE r.entry_id = e.id AND r.person_id = wall_me()),
EXISTS (SELECT 1 FROM posts_citation c WHERE c.entry_id = e.id),
EXISTS (SELECT 1 FROM files_file f WHERE f.entry_id = e.id)
"""
THREAD = f"""
WITH shown AS MATERIALIZED (
    SELECT id FROM rooms_entry WHERE id = %(thread)s AND room_id = %(room)s AND parent_id IS NULL
    UNION ALL
    (SELECT id FROM rooms_entry WHERE thread_id = %(thread)s AND room_id = %(room)s AND id < %(before)s
     ORDER BY id DESC LIMIT %(most)s))
SELECT {COLUMNS},
       CASE WHEN e.thread_id IS NULL THEN (
           SELECT up_to FROM posts_reading WHERE person_id = wall_me() AND thread_id = %(thread)s) END,
       CASE WHEN e.thread_id IS NULL THEN (
           SELECT jsonb_build_array(d.fields, extract(epoch FROM d.updated_at)) FROM posts_draft d
           WHERE d.person_id = wall_me() AND d.room_id = %(room)s AND d.thread_id = %(thread)s) END
FROM shown JOIN rooms_entry e ON e.id = shown.id JOIN rooms_byline b ON b.id = e.byline_id ORDER BY e.id
"""  # noqa: S608
# Entries by themselves, without the reader's place in their thread; what follows FROM says which.
PLAIN = f"SELECT {COLUMNS}, NULL, NULL FROM rooms_entry e JOIN rooms_byline b ON b.id = e.byline_id"  # noqa: S608
# One entry with its place in the nesting: the reply to the first post it stands under, and whom it answers there.
ONE = f"""
SELECT {COLUMNS}, NULL, NULL,
       (WITH RECURSIVE up AS (
            SELECT u.id, u.parent_id, u.thread_id FROM rooms_entry u WHERE u.id = e.id
            UNION ALL SELECT u.id, u.parent_id, u.thread_id FROM rooms_entry u JOIN up ON u.id = up.parent_id)
        SELECT id FROM up WHERE parent_id = thread_id),
       (SELECT pb.name FROM rooms_entry p JOIN rooms_byline pb ON pb.id = p.byline_id
        WHERE p.id = e.parent_id AND p.parent_id <> p.thread_id)
FROM rooms_entry e JOIN rooms_byline b ON b.id = e.byline_id WHERE e.id = %(entry)s AND e.room_id = %(room)s
"""  # noqa: S608

# Who answered "seen", "will do" or "done": the database shows these rows only where people use their real names.
ANSWERS = """
SELECT r.entry_id, r.kind, array_agg(p.name ORDER BY r.at)
FROM rooms_reaction r JOIN people_person p ON p.id = r.person_id
WHERE r.entry_id = ANY(%s) AND r.kind IN ('seen', 'will_do', 'done') GROUP BY r.entry_id, r.kind
"""


@dataclass(slots=True)
class Post:
    """One entry as a page shows it."""

    id: UUID
    room_id: UUID
    thread_id: UUID | None
    parent_id: UUID | None
    kind: str
    title: str
    html: str
    about: str
    language: str
    state: str
    state_reason: str
    taken_by_host: bool
    created_at: datetime
    edited_at: datetime | None
    reply_count: int
    thanks_count: int
    same_count: int
    name: str
    naming: str
    line: str
    hat: str
    organisation: str
    level: int
    is_mine: bool
    pressed: list[str]
    cites: bool
    has_files: bool
    read_up_to: UUID | None
    draft: str | None
    head_id: UUID | None = None
    answers_name: str | None = None
    key: str = ""
    is_new: bool = False
    replies: "list[Post]" = field(default_factory=list)
    answered: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = str(self.id)

    @property
    def root_id(self) -> UUID:
        return self.thread_id or self.id

    @property
    def is_plain(self) -> bool:
        """Words and nothing else, as most replies are."""
        extras = self.about or self.cites or self.has_files or self.answers_name or self.kind != "post"
        return self.state == Entry.State.PUBLISHED and not extras

    @property
    def is_shown(self) -> bool:
        return self.state in (Entry.State.PUBLISHED, Entry.State.HELD)


@dataclass(slots=True)
class Thread:
    """The first post, its replies nested one level, and where the new ones begin."""

    root: Post
    replies: list[Post]
    posts: list[Post]
    older: UUID | None
    first_new: UUID | None

    @property
    def newest_id(self) -> UUID:
        return self.posts[-1].id


def read_thread(membership: Membership, *, thread_id: UUID, before: UUID | None = None) -> Thread | None:
    posts = rows(
        THREAD, {"thread": thread_id, "room": membership.room_id, "before": before or MAX_ID, "most": MOST_REPLIES + 1}
    )
    if (
        not posts
        or posts[0].id != thread_id
        or (posts[0].state == Entry.State.HELD and not can_see_held(posts[0], membership))
    ):
        return None
    root, answers = (
        posts[0],
        [post for post in posts[1:] if post.state != Entry.State.HELD or can_see_held(post, membership)],
    )
    older = answers[1].id if len(answers) > MOST_REPLIES else None
    answers = answers[-MOST_REPLIES:]
    if not membership.is_visitor:
        mark_new(root, answers, since=root.read_up_to or membership.id)
    top = nest(root, answers)
    load_answers(membership, [root, *answers])
    return Thread(root, top, [root, *answers], older, first_new(top))


def mark_new(root: Post, answers: Sequence[Post], *, since: UUID) -> None:
    """Since the last visit. Where there was none, all of it is new and nothing needs a mark."""
    if root.id > since and not root.is_mine:
        return
    for post in answers:
        post.is_new = post.id > since and not post.is_mine


def can_see_held(post: Post, membership: Membership) -> bool:
    return post.is_mine or membership.role in (Membership.Role.HOST, Membership.Role.MODERATOR)


def read_post(membership: Membership, *, entry_id: UUID) -> Post | None:
    posts = rows(ONE, {"entry": entry_id, "room": membership.room_id})
    if not posts or (posts[0].state == Entry.State.HELD and not can_see_held(posts[0], membership)):
        return None
    load_answers(membership, posts)
    return posts[0]


def rows(statement: str, values: dict[str, UUID | int]) -> list[Post]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Post(*row) for row in cursor.fetchall()]


def nest(root: Post, answers: Sequence[Post]) -> list[Post]:
    """One level deep: an answer to an answer's answer stays at that level and says to whom it speaks."""
    by_id = {post.id: post for post in answers}
    top = []
    for post in answers:
        parent = by_id.get(post.parent_id) if post.parent_id and post.parent_id != root.id else None
        if parent is None or parent.head_id is None:
            post.head_id = post.id
            top.append(post)
            continue
        post.head_id = parent.head_id
        by_id[post.head_id].replies.append(post)
        post.answers_name = parent.name if parent.head_id != parent.id else None
    return [post for post in top if post.state != Entry.State.ERASED or post.replies or post.is_mine]


def first_new(top: Sequence[Post]) -> UUID | None:
    """The first new one from above; a link from Home lands there."""
    for post in top:
        for one in (post, *post.replies):
            if one.is_new:
                return one.id
    return None


def load_answers(membership: Membership, posts: Sequence[Post]) -> None:
    if Reaction.Kind.SEEN not in reactions_in(membership.room):
        return
    by_id = {post.id: post for post in posts}
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, [list(by_id)])
        for entry_id, kind, names in cursor.fetchall():
            by_id[entry_id].answered[kind] = names


def reactions_in(room: Room) -> tuple[str, ...]:
    """ux.md §4.3: "same here" among people who live with it; the silent answers where people act together."""
    return REACTIONS.get(room.kind, (Reaction.Kind.THANKS,))


REACTIONS: dict[str, tuple[str, ...]] = {
    Room.Kind.COMMUNITY: (Reaction.Kind.THANKS, Reaction.Kind.SAME),
    Room.Kind.CIRCLE: (Reaction.Kind.THANKS, Reaction.Kind.SAME, *Reaction.ANSWERS),
    Room.Kind.CONVERSATION: Reaction.ANSWERS,
}
