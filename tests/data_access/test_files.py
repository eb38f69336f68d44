"""Where the files are, and a fingerprint that follows every change to them."""

import shutil
from pathlib import Path

import pytest

from data_access.files import DEFAULT_FOLDERS, TEXTS_SETTING, Folders, config_texts, edition, fingerprint, text_path
from tests.small_portal import write


def test_the_folders_of_this_checkout_hold_the_real_files() -> None:
    assert (DEFAULT_FOLDERS.root / "pyproject.toml").is_file()
    assert (DEFAULT_FOLDERS.config / "portal.toml").is_file()
    assert any(DEFAULT_FOLDERS.observations.glob("*.csv"))


def test_a_fingerprint_is_sixteen_hex_digits_and_keeps_still(folders: Folders) -> None:
    found = fingerprint(folders)
    assert len(found) == 16
    assert set(found) <= set("0123456789abcdef")
    assert fingerprint(folders) == found


def test_a_copy_elsewhere_has_the_same_fingerprint(folders: Folders, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(folders.root, elsewhere)
    assert fingerprint(Folders(elsewhere)) == fingerprint(folders)


@pytest.mark.parametrize(
    "path",
    [
        "config/portal.toml",
        "config/codelists/areas.csv",
        "config/indicators/offences.toml",
        "data/observations/offences.csv",
    ],
)
def test_a_change_of_one_letter_changes_the_fingerprint(folders: Folders, path: str) -> None:
    before = fingerprint(folders)
    file = folders.root / path
    file.write_bytes(file.read_bytes() + b" ")
    assert fingerprint(folders) != before


def test_a_new_file_and_a_file_gone_change_the_fingerprint(folders: Folders) -> None:
    before = fingerprint(folders)
    added = folders.config / "text" / "about.md"
    write(added, "")
    assert fingerprint(folders) != before
    added.unlink()
    assert fingerprint(folders) == before


def test_a_file_under_another_name_changes_the_fingerprint(folders: Folders) -> None:
    before = fingerprint(folders)
    file = folders.observations / "offences.csv"
    file.rename(file.with_name("offences-2.csv"))
    assert fingerprint(folders) != before


def test_letters_moved_from_one_file_to_the_next_change_the_fingerprint(folders: Folders) -> None:
    first, second = folders.config / "text" / "a.md", folders.config / "text" / "b.md"
    write(first, "one two")
    write(second, " three")
    before = fingerprint(folders)
    write(first, "one")
    write(second, " two three")
    assert fingerprint(folders) != before


def test_what_is_built_and_what_an_editor_leaves_behind_do_not_count(folders: Folders) -> None:
    before = fingerprint(folders)
    write(folders.var / "portal.sqlite", "built")
    write(folders.config / ".about.md.swp", "left behind")
    write(folders.root / "README.md", "words")
    assert fingerprint(folders) == before


def test_every_text_under_config_is_read_by_its_path(folders: Folders) -> None:
    write(folders.config / "text" / "about.md", "\ufeffWords with a mark before them")
    write(folders.config / "text" / "picture.svg", "<svg/>")
    texts = config_texts(folders)
    assert {"codelists/areas.csv", "indicators/offences.toml", "portal.toml", "strategy/children.toml"} <= set(texts)
    assert texts["text/about.md"] == "Words with a mark before them"
    assert "text/picture.svg" not in texts
    assert list(texts) == sorted(texts, key=Path)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('edition = "2026-1"', "2026-1"),
        ('name = "A portal"\nedition = "draft"', "draft"),
        ('edition = "2026 final"', "draft"),
        ('old_edition = "2020-1"', "draft"),
        ("", "draft"),
    ],
)
def test_the_edition_is_the_one_named_or_draft(folders: Folders, line: str, found: str) -> None:
    write(folders.config / "portal.toml", f"{line}\n")
    assert edition(folders) == found


def test_without_settings_the_edition_is_draft(folders: Folders) -> None:
    (folders.config / "portal.toml").unlink()
    assert edition(folders) == "draft"


def test_words_come_from_the_folder_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert text_path("interface.toml") == DEFAULT_FOLDERS.config / "text" / "interface.toml"
    write(tmp_path / "interface.toml", "")
    monkeypatch.setenv(TEXTS_SETTING, str(tmp_path))
    assert text_path("interface.toml") == tmp_path / "interface.toml"
    with pytest.raises(FileNotFoundError, match=r"glossary\.csv does not exist: PORTAL_TEXTS must name a folder"):
        text_path("glossary.csv")
