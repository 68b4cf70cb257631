from dayroom.kernel.people.models.credential import Credential
from dayroom.kernel.people.models.hat import Hat
from dayroom.kernel.people.models.organisation import Organisation
from dayroom.kernel.people.models.person import Person
from dayroom.kernel.people.models.session import Session

__all__ = ["Credential", "Hat", "Organisation", "Person", "Session"]
