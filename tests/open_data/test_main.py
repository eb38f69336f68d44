from pathlib import Path

import pytest

from open_data.__main__ import main


def test_a_foreign_folder_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    assert main(["export", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert told == (
        f"Error: {tmp_path} is not an earlier export, so it stays as it is. Name a folder that is new or empty.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    "arguments", [["export"], ["export", "site", "--public-url", "portal.example/path"], ["exports", "site"]]
)
def test_a_command_that_is_not_understood_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
