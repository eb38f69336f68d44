"""The one setting that says where readers find the portal."""

import pytest

from data_access.public_address import DEFAULT_URL, public_address


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://figures.example", {"figures.example", "figures.example:443"}),
        ("https://figures.example:443", {"figures.example", "figures.example:443"}),
        ("https://figures.example:8443", {"figures.example:8443"}),
        ("http://figures.example", {"figures.example", "figures.example:80"}),
        ("https://Figures.Example", {"figures.example", "figures.example:443"}),
        ("http://127.0.0.1:8600", {"127.0.0.1:8600", "localhost:8600", "[::1]:8600"}),
        ("http://localhost:8600", {"127.0.0.1:8600", "localhost:8600", "[::1]:8600"}),
        ("http://[::1]:8600", {"127.0.0.1:8600", "localhost:8600", "[::1]:8600"}),
        ("http://[2001:db8::1]:8600", {"[2001:db8::1]:8600"}),
    ],
)
def test_an_address_stands_for_the_hosts_that_browsers_send(url: str, hosts: set[str]) -> None:
    assert public_address(url).hosts == hosts
    assert public_address(url).url == url


def test_a_slash_at_the_end_is_left_out_of_links() -> None:
    assert public_address("https://figures.example/").url == "https://figures.example"


def test_the_environment_says_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PUBLIC_URL", "https://figures.example")
    assert public_address().url == "https://figures.example"
    assert public_address("http://localhost:1").url == "http://localhost:1"


@pytest.mark.parametrize("told", [None, ""])
def test_without_a_setting_the_portal_is_on_this_machine(monkeypatch: pytest.MonkeyPatch, told: str | None) -> None:
    monkeypatch.delenv("PORTAL_PUBLIC_URL", raising=False)
    if told is not None:
        monkeypatch.setenv("PORTAL_PUBLIC_URL", told)
    assert public_address().url == DEFAULT_URL
    assert "localhost:8501" in public_address().hosts


@pytest.mark.parametrize(
    "wrong",
    [
        "figures.example",
        "figures.example:8501",
        "ftp://figures.example",
        "https://",
        "https://figures.example/portal",
        "https://figures.example?page=1",
        "javascript:alert(1)",
        "//figures.example",
        "https://reader:word@figures.example",
        "https://figures.example#page",
        "https://figures example",
        "https://figures.example:0",
    ],
)
def test_an_address_that_is_no_host_alone_is_refused_and_quoted(wrong: str) -> None:
    with pytest.raises(ValueError, match="PORTAL_PUBLIC_URL must read like https://host") as refused:
        public_address(wrong)
    assert f"“{wrong.rstrip('/')}”" in str(refused.value)
