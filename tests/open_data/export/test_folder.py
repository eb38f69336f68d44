from pathlib import Path

import pytest

from open_data.export.errors import ExportError
from open_data.export.folder import filled, refuse_another, write_mark
from tests.small_portal import write


def _fill(folder: Path, text: str) -> None:
    with filled(folder) as staged:
        write(staged / "index.html", text)
        write_mark(staged, {"edition": text})


def test_an_export_takes_the_place_of_an_earlier_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    _fill(folder, "one")
    write(folder / "left over.html", "of the first")
    _fill(folder, "two")
    assert sorted(path.name for path in folder.iterdir()) == ["export.json", "index.html"]
    assert (folder / "index.html").read_text() == "two"
    assert list(folder.parent.iterdir()) == [folder]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    _fill(tmp_path / "site", "one")
    assert (tmp_path / "site" / "index.html").read_text() == "one"


@pytest.mark.parametrize("name", ["letter.txt", "export.json"])
def test_a_folder_that_holds_something_else_is_refused_and_stays(tmp_path: Path, name: str) -> None:
    write(tmp_path / "site" / name, '{"made_by": "somebody"}')
    with pytest.raises(ExportError, match="is not an earlier export, so it stays as it is"):
        refuse_another(tmp_path / "site")
    with pytest.raises(ExportError):
        _fill(tmp_path / "site", "one")
    assert [path.name for path in (tmp_path / "site").iterdir()] == [name]
    assert list(tmp_path.iterdir()) == [tmp_path / "site"]


def test_a_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "site", "a file")
    with pytest.raises(ExportError):
        refuse_another(tmp_path / "site")


def test_what_fails_midway_leaves_the_earlier_export_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    _fill(folder, "one")
    with pytest.raises(KeyboardInterrupt), filled(folder) as staged:
        write(staged / "index.html", "half")
        raise KeyboardInterrupt
    assert (folder / "index.html").read_text() == "one"
    assert list(tmp_path.iterdir()) == [folder]
