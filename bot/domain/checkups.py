"""What was seen of the bot's surroundings -> what is well, what is not, and how to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.paid_fetches import KEYS_OF, VENDORS, AccountLook

LEAST_FREE_BYTES = 200_000_000
"""Less room than this on DATA_DIR's disk is a problem: exports and the web graph need it."""

MOST_SKEW = timedelta(seconds=60)
"""Slack refuses requests that are five minutes off; a digest a minute late is already noticed.
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

LEAST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's."""

    name: str
    ok: bool
    said: str
    """What was seen, one sentence; never a secret."""
    mend: str | None = None
    """What to do; None exactly when it is well."""


@dataclass(frozen=True, slots=True)
class SlackLook:
    """What Slack answered to the two tokens. An error is Slack's own word for it."""

    bot_set: bool
    socket_set: bool
    team: str | None = None
    bot_error: str | None = None
    socket_error: str | None = None
    scopes: frozenset[str] | None = None
    """None: the answer did not say."""
    server_time: datetime | None = None
    """Of the answer's Date header."""
    unreachable: str | None = None
    """Why there was no answer; None: there was one."""


@dataclass(frozen=True, slots=True)
class StoreLook:
    """What can be done in DATA_DIR."""

    folder: str
    problem: str | None = None
    """Why nothing can be written there; None: it can."""
    free_bytes: int | None = None
    held_by: str | None = None
    """The process that holds the store, when another one does."""
    journal_mode: str | None = None
    """Of the measured store; None: there is none yet."""
    damage: str | None = None
    """What SQLite's own quick check found; None: nothing."""


@dataclass(frozen=True, slots=True)
class WebLook:
    """Whether one address on the web answers us, through the same guard as all else."""

    url: str
    problem: str | None = None


_TOKEN_ERRORS = {
    "invalid_auth": "Slack does not know it",
    "not_authed": "Slack does not know it",
    "account_inactive": "its app was removed from the workspace",
    "token_revoked": "it was revoked",
    "token_expired": "it has expired",
    "not_allowed_token_type": "it is of the wrong kind",
    "missing_scope": "it lacks a scope",
    "ratelimited": "Slack asks us to wait; try again in a minute",
}  # https://docs.slack.dev/reference/methods/auth.test#errors


def judge_python(version: tuple[int, int]) -> Check:
    """Whether the program runs on a Python that it knows."""
    said = f"Python {version[0]}.{version[1]}."
    if version >= LEAST_PYTHON:
        return Check("python", True, said)
    return Check("python", False, said, "Use Python 3.11 or newer.")


def judge_slack(look: SlackLook, wanted: Iterable[str]) -> list[Check]:
    """The tokens and the scopes; `wanted` are the scopes of the manifest."""
    if look.unreachable:
        mend = "Check the network, a proxy or firewall, and SLACK_API_URL."
        return [Check("slack", False, f"Slack does not answer: {look.unreachable}.", mend)]
    checks = [_bot_token(look), _app_token(look)]
    if look.bot_set and not look.bot_error:
        checks.append(_scopes(look, frozenset(wanted)))
    return checks


def _bot_token(look: SlackLook) -> Check:
    where = "OAuth & Permissions, Bot User OAuth Token (begins with xoxb-)"
    if not look.bot_set:
        return Check("bot token", False, "SLACK_BOT_TOKEN is not set.", f"Copy it from {where}.")
    if look.bot_error:
        said = f"SLACK_BOT_TOKEN does not work: {_why(look.bot_error)}."
        return Check("bot token", False, said, f"Copy it anew from {where}.")
    return Check("bot token", True, f"Works in the workspace {look.team or '(without a name)'}.")


def _app_token(look: SlackLook) -> Check:
    where = (
        "Basic Information, App-Level Tokens (begins with xapp-), with the scope connections:write"
    )
    if not look.socket_set:
        return Check("app token", False, "SLACK_APP_TOKEN is not set.", f"Make one at {where}.")
    if look.socket_error:
        said = f"SLACK_APP_TOKEN does not work: {_why(look.socket_error)}."
        return Check("app token", False, said, f"Make a new one at {where}.")
    return Check("app token", True, "Opens a socket.")


def _why(code: str) -> str:
    return _TOKEN_ERRORS.get(code, f"Slack answered {code}")


def _scopes(look: SlackLook, wanted: frozenset[str]) -> Check:
    if look.scopes is None:
        return Check("scopes", True, "The server does not say which scopes the token has.")
    missing = sorted(wanted - look.scopes)
    if missing:
        mend = (
            "Paste the output of `backlinks manifest` at App Manifest, save, then reinstall the app: "
            "new scopes count only after that."
        )
        return Check("scopes", False, f"The bot token lacks {', '.join(missing)}.", mend)
    return Check("scopes", True, f"All {len(wanted)} scopes of the manifest are granted.")


def judge_clock(server_time: datetime | None, now: datetime) -> Check:
    """Whether our clock agrees with Slack's, to the second that a Date header has."""
    if server_time is None:
        return Check("clock", True, "Not compared: Slack's answer brought no time.")
    skew = now - server_time
    seconds = abs(round(skew.total_seconds()))
    way = "ahead of" if skew > timedelta(0) else "behind"
    if abs(skew) > MOST_SKEW:
        said = f"This machine's clock is {seconds:,} seconds {way} Slack's."
        return Check("clock", False, said, "Turn on time synchronisation (NTP) on this machine.")
    return Check("clock", True, f"Within {max(1, seconds)} seconds of Slack's.")


def judge_store(look: StoreLook) -> list[Check]:
    """The folder, its room, and the state of the measured store."""
    if look.problem:
        mend = "Set DATA_DIR to a folder on a local disk that this user may write."
        return [Check("storage", False, f"{look.folder} cannot be used: {look.problem}.", mend)]
    return [
        Check("storage", True, f"{look.folder} is writable."),
        _room(look),
        _state(look),
        Check("lock", True, _holder(look)),
    ]


def _room(look: StoreLook) -> Check:
    if look.free_bytes is None:
        return Check("space", True, "The system does not say how much room is left.")
    said = f"{look.free_bytes / 1e9:,.1f} GB free."
    if look.free_bytes >= LEAST_FREE_BYTES:
        return Check("space", True, said)
    return Check("space", False, said, "Make room on the disk of DATA_DIR, or move DATA_DIR.")


def _state(look: StoreLook) -> Check:
    if look.damage:
        mend = "Stop the bot and put the newest backup of DATA_DIR back."
        return Check("database", False, f"The measured store is damaged: {look.damage}.", mend)
    if look.journal_mode is None:
        return Check("database", True, "Not made yet: the first start makes it.")
    if look.journal_mode.lower() != "wal":
        said = f"The measured store is in journal mode {look.journal_mode}, not WAL."
        mend = "Keep DATA_DIR on a local disk: network file systems do not carry WAL."
        return Check("database", False, said, mend)
    return Check("database", True, "Sound, in WAL mode.")


def _holder(look: StoreLook) -> str:
    return (
        f"Held by process {look.held_by}: the bot runs." if look.held_by else "Free: no bot runs."
    )


def judge_web(look: WebLook) -> Check:
    """Whether the web graph's server can be asked."""
    if look.problem:
        mend = "Check the network, a proxy or firewall, and COMMONCRAWL_BASE_URL. Only the web graph needs it."
        return Check("network", False, f"{look.url} does not answer. {look.problem}.", mend)
    return Check("network", True, f"{look.url} answers.")


def judge_vendors(looks: Sequence[AccountLook]) -> list[Check]:
    """A line a vendor whose key is set, or one that says that none is."""
    if not looks:
        said = "No key of a vendor is set: none is asked, and nothing can be spent."
        return [Check("vendors", True, said)]
    return [_account(look) for look in looks]


def _account(look: AccountLook) -> Check:
    name = look.vendor
    if look.problem:
        mend = f"Look at {KEYS_OF[name]}, and at your account with {VENDORS[name]}."
        return Check(name, False, look.problem, mend)
    return Check(name, True, f"Its API answers: {look.said}.")
