"""The quick way to a page's normal form says what the thorough one says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.store.keys import key_of, normal
from bot.domain.names import normalize_url

_HOSTS = st.sampled_from(
    [
        "a.example",
        "www.a.example",
        "www.com",
        "www.www.example",
        "xn--bcher-kva.example",
        "a.github.io",
        "1.2.3.example",
        "a-b.example",
        "www.github.io",
        "A.example",
        "a_b.example",
    ]
)
_PATHS = st.text("aZ0/._~-%2e?#=&", max_size=12)


@settings(deadline=None)
@given(st.sampled_from(["http", "https"]), _HOSTS, _PATHS)
def test_both_ways_agree(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}://{host}/{path}"
    assert normal(url) == normalize_url(url)


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("a") == key_of("a")
