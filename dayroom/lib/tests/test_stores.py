from pathlib import Path

import pytest

from dayroom.lib import stores
from dayroom.lib.environment import EnvironmentMistake
from dayroom.lib.stores import files_store

FOLDER = Path("/somewhere/files")


def test_without_a_setting_files_lie_in_a_folder_for_us_alone() -> None:
    options = files_store("", folder=FOLDER)["OPTIONS"]
    assert (options["location"], options["directory_permissions_mode"], options["file_permissions_mode"]) == (
        FOLDER,
        0o700,
        0o600,
    )


def test_an_address_names_a_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "find_spec", lambda name: object())
    options = files_store("s3://care/files?endpoint=https://store.example&region=eu", folder=FOLDER)["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("care", "files")
    assert (options["endpoint_url"], options["region_name"]) == ("https://store.example", "eu")
    assert options["default_acl"] is None


@pytest.mark.parametrize("address", ["care", "s3:///files", "https://care", "s3://care?acl=public-read"])
def test_another_address_stops_the_start_with_a_sentence(address: str) -> None:
    with pytest.raises(EnvironmentMistake, match="is not a store"):
        files_store(address, folder=FOLDER)


def test_a_bucket_without_its_package_stops_the_start_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "find_spec", lambda name: None)
    with pytest.raises(EnvironmentMistake, match="Install"):
        files_store("s3://care", folder=FOLDER)
