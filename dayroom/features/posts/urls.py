from django.urls import path

from dayroom.features.posts.views import attachments, entry, react, room, thread, write

THREAD = "<uuid:room_id>/threads/<uuid:entry_id>"
ENTRY = "<uuid:room_id>/entries/<uuid:entry_id>"

urlpatterns = [
    path("<uuid:room_id>/", room.room, name="room"),
    path("<uuid:room_id>/write", write.write, name="write"),
    path("<uuid:room_id>/draft", write.draft, name="draft"),
    path("<uuid:room_id>/draft/drop", write.draft_drop, name="draft_drop"),
    path("<uuid:room_id>/held", entry.held, name="held"),
    path("<uuid:room_id>/files", attachments.files, name="files"),
    path("<uuid:room_id>/files/<uuid:file_id>", attachments.file_page, name="file_page"),
    path(THREAD, thread.thread, name="thread"),
    path(f"{THREAD}/part", room.topic_part, name="topic_part"),
    path(ENTRY, thread.entry_part, name="entry_part"),
    path(f"{ENTRY}/reply", write.reply, name="reply"),
    path(f"{ENTRY}/draft", write.reply_draft, name="reply_draft"),
    path(f"{ENTRY}/edit", entry.entry_edit, name="entry_edit"),
    path(f"{ENTRY}/history", entry.entry_history, name="entry_history"),
    path(f"{ENTRY}/withdraw", entry.entry_withdraw, name="entry_withdraw"),
    path(f"{ENTRY}/erase", entry.entry_erase, name="entry_erase"),
    path(f"{ENTRY}/publish", entry.entry_publish, name="entry_publish"),
    path(f"{ENTRY}/menu", entry.entry_menu, name="entry_menu"),
    path(f"{ENTRY}/react/<slug:kind>", react.react, name="react"),
]
