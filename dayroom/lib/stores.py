"""Where files lie: a folder of this machine, or a bucket that speaks S3, as one setting says it."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dayroom.lib.environment import EnvironmentMistake

MISTAKE = "DAYROOM_FILES is not a store. Write s3://bucket/folder?endpoint=https://host&region=name, or leave it out."
MISSING = "DAYROOM_FILES names an S3 store. Install the package django-storages[s3] first."


def files_store(address: str, *, folder: Path) -> dict[str, Any]:
    """Django's description of the store. A bucket's key comes from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."""
    if not address:
        options: dict[str, Any] = {
            "location": folder,
            "directory_permissions_mode": 0o700,
            "file_permissions_mode": 0o600,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    parts = urlsplit(address)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.hostname or set(asked) - {"endpoint", "region"}:
        raise EnvironmentMistake(MISTAKE)
    if find_spec("storages") is None:
        raise EnvironmentMistake(MISSING)
    options = {
        "bucket_name": parts.netloc, "location": parts.path.strip("/"), "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"), "default_acl": None, "file_overwrite": False, "addressing_style": "path",
        "signature_version": "s3v4",
    }  # fmt: skip
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
