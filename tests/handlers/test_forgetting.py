"""`forget`: nothing of an address is left in any byte of the data folder, wherever it had come to stand."""

import io
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.domain.events import Event, EventKind
from bot.domain.follow_ups import FollowUpRules
from bot.domain.names import Target, parse_target
from bot.domain.prospect_moves import Change, apply
from bot.domain.prospects import Action, Details, Kind, LostText, NewProspect, Terms
from bot.domain.tracking import PlannedPost, StoredEvent
from bot.domain.verdicts import Evidence, Observation, Reason, State
from bot.services.import_export import import_file
from bot.slack import prospect_list as drawn
from tests.handlers.conftest import Office, office

ADDRESS = "Ann.Lee@blog.example"
NEEDLES = (b"ann.lee@blog.example", b"ann.lee%40blog.example")
OURS = parse_target("site.example")
PAGE = "https://blog.example/tools"


def held(folder: Path) -> list[str]:
    """The files whose bytes hold the address, in whatever letters."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [f.name for f in files if any(n in f.read_bytes().lower() for n in NEEDLES)]


async def spread(bot: Office) -> None:
    """The address stands in everything that can hold one."""
    now, who = bot.time(), bot.here.user
    words = f"ask {ADDRESS} about it"
    new = [
        NewProspect(
            PAGE, Details(Kind.OTHER, OURS, ADDRESS, words), who, who, words,
            lost_text=LostText(words, words),
        ),
        NewProspect("https://other.example/", Details(Kind.OTHER, OURS, "", words), who, who),
    ]  # fmt: skip
    await bot.deps.prospects.add_prospects(new, now=now)
    terms = Terms(PAGE, OURS, words, promised_at=now)
    for action in (Action.DECLINED, Action.REOPENED, Action.AGREED):
        change = Change(action, who, now, now.date(), note=words, reason=words, terms=terms)
        await bot.deps.prospects.change_prospect(
            1, partial(apply, change=change, rules=FollowUpRules())
        )
    seen = Observation(
        PAGE, "site.example", State.LOST, Reason.LINK_REMOVED, now,
        evidence=Evidence(words, title=words, instead=f"mailto {ADDRESS.replace('@', '%40')}"),
    )  # fmt: skip
    await bot.deps.observations.save_observations([seen] * 3)
    event = Event(EventKind.CHANGED, PAGE, "site.example", now, now, details=(words,))
    stored = StoredEvent("k1", None, OURS.domain, None, event)
    post = PlannedPost("p1", who, "notice", {"text": words}, now)
    await bot.deps.events.add_events([stored], [replace(post, events=("k1",))])
    lines = f"Source url,Target url,Anchor,Title\n{PAGE},https://site.example/,{words},{words}\n"
    await import_file(
        io.BytesIO(lines.encode()), name="links.csv", target=OURS.domain,
        read_export=bot.deps.read_export, store=bot.deps.imports, clock=bot.deps.clock,
    )  # fmt: skip


@pytest.mark.parametrize("what", [ADDRESS, "blog.example"])
async def test_no_byte_of_the_data_folder_holds_a_forgotten_address(
    tmp_path: Path, what: str
) -> None:
    data = tmp_path / "data"
    async with office(data) as bot:
        await spread(bot)
        assert {"measured.sqlite3", "decisions.journal"} & set(held(data))
        await bot.here.command(f"/backlinks forget {what}")
        asked = await bot.here.wait_for(lambda m: "cannot be undone" in m["text"])
        await bot.here.click(asked, drawn.FORGET)
        done = await bot.here.wait_for(lambda m: m["text"].startswith("Erased from 2 prospects"))
        assert "look, post or import row" in done["text"]
        assert held(data) == []
        kept = await bot.deps.prospects.prospect(2)
        assert kept.details.notes == "ask [erased] about it", "the rest of the words stays"
        newest = await bot.deps.observations.latest_observation(PAGE, "site.example")
        assert newest is not None
        assert newest.evidence.because == "ask [erased] about it"
        assert await bot.deps.events.event("k1") is not None
        links, _ = await bot.deps.backlinks.links_for(Target(OURS.domain), limit=9)
        assert [link.anchor.value for link in links if link.anchor] == ["ask [erased] about it"]
    assert held(data) == []


async def test_another_address_that_ends_alike_stays(bot: Office) -> None:
    details = Details(Kind.OTHER, OURS, "joann.lee@blog.example, ann.lee@blog.example.org")
    new = NewProspect("https://x.example/", details, "U1")
    await bot.deps.prospects.add_prospects([new], now=bot.time())
    what = ADDRESS.lower()
    assert await bot.deps.prospects.erase_contacts(what, by="U1", at=bot.time()) == 0
