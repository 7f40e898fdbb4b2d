"""`backlinks prospects ...`: outreach from a terminal, with the same rules as in Slack."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from bot.app import decisions_to_read, measured_store, prospect_store, watch_store, whole_text
from bot.cli.desk import have_done, settings_of_terminal
from bot.cli.given_files import name_of, opened
from bot.cli.terminal import failing_aloud, typed
from bot.domain.backlinks import DomainName
from bot.domain.names import Target, parse_page_url, parse_target
from bot.domain.outreach_figures import report
from bot.domain.prospect_csv import read_prospects
from bot.domain.prospect_guards import Guard
from bot.domain.prospect_lists import ProspectFilter, Sort
from bot.domain.prospect_moves import Change
from bot.domain.prospects import (
    Action,
    Details,
    Kind,
    NewProspect,
    Prospect,
    Status,
    Terms,
    parse_cost,
    site_of,
)
from bot.fetching import make_clock
from bot.follow_up_rules import rules_from
from bot.ports import ProspectStore
from bot.services.desk import Order, Task
from bot.services.who_is import who_is

app = typer.Typer(no_args_is_help=True, add_completion=False)
T = TypeVar("T")
_BY = "cli"
Json = Annotated[bool, typer.Option("--json", help="Machine output on stdout, a line a prospect.")]


@app.callback()
def _root() -> None:
    """Outreach: list, add, move and forget prospects, whether the bot runs or not."""


class Rel(StrEnum):
    """What was agreed of the link's rel."""

    FOLLOWED = "followed"
    NOFOLLOW = "nofollow"
    SPONSORED = "sponsored"
    UGC = "ugc"


def _store() -> ProspectStore:
    """To read, whoever holds the store."""
    return prospect_store(decisions_to_read(settings_of_terminal()))


def _run(work: Coroutine[Any, Any, T]) -> T:
    with failing_aloud():
        return asyncio.run(work)


def as_json(prospect: Prospect) -> dict[str, Any]:
    """A prospect as machine output; contacts are in `export prospects` alone."""
    standing, details = prospect.standing, prospect.details
    return {
        "id": prospect.id,
        "page": prospect.page,
        "site": prospect.site,
        "target": str(details.target) if details.target else None,
        "kind": details.kind.value,
        "status": prospect.status.value,
        "since": standing.since.isoformat(),
        "owner": standing.owner,
        "quality": prospect.worth.score if prospect.worth else None,
        "rivals": list(prospect.worth.rivals) if prospect.worth else [],
        "next_follow_up": _day(standing.follow_up_on or standing.snoozed_until),
        "link": standing.link.page if standing.link else None,
        "lost_at": standing.link.lost_at.isoformat()
        if standing.link and standing.link.lost_at
        else None,
        "version": prospect.version,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _print(prospects: tuple[Prospect, ...], *, as_lines: bool) -> None:
    for prospect in prospects:
        shown = as_json(prospect)
        if as_lines:
            typer.echo(json.dumps(shown, ensure_ascii=False))
        else:
            aim = shown["target"] or "-"
            day = shown["next_follow_up"] or "-"
            quality = "-" if shown["quality"] is None else shown["quality"]
            typer.echo(
                f"{prospect.id:>6}  {shown['status']:<14}  {quality:>3}  {day:<10}  {prospect.page}  -> {aim}"
            )


@app.command("list")
def list_command(
    status: Annotated[Status | None, typer.Option(help="Only in this status.")] = None,
    owner: Annotated[str, typer.Option(help="Only of this owner.")] = "",
    kind: Annotated[Kind | None, typer.Option(help="Only of this kind.")] = None,
    site: Annotated[str, typer.Option(help="Only of this site.")] = "",
    quality: Annotated[
        int | None, typer.Option(min=0, max=100, help="Only sites of this quality and more.")
    ] = None,
    sort: Annotated[Sort, typer.Option(help="The order.")] = Sort.MOVED,
    json_: Json = False,
) -> None:
    """All prospects, moved last first; --sort quality puts the best sites first."""

    wanted = ProspectFilter(
        status=status,
        owner=owner or None,
        kind=kind,
        site=typed(_site, site) if site else None,
        quality_from=quality,
        sort=sort,
    )

    async def work() -> None:
        found = await _store().find_prospects(wanted, limit=10_000_000)
        _print(found.prospects, as_lines=json_)
        if not json_:
            counts = ", ".join(f"{s.value} {n:,}" for s, n in found.counts.items())
            typer.echo(counts or "No prospects yet.", err=True)

    _run(work())


@app.command("add")
def add_command(
    page: Annotated[str, typer.Argument(help="The page or site that should link.")],
    target: Annotated[str, typer.Argument(help="Our page or site.")] = "",
    kind: Annotated[Kind, typer.Option(help="What is asked for.")] = Kind.OTHER,
    json_: Json = False,
) -> None:
    """Add one prospect; one that is there already is printed as it is."""

    aim = typed(parse_target, target) if target else None
    new = NewProspect(typed(parse_page_url, page), Details(kind, aim), _BY)

    async def work() -> None:
        done = await have_done(Order(Task.ADD, new=(new,)))
        _print(done.prospects, as_lines=json_)

    _run(work())


@app.command("import")
def import_command(
    file: Annotated[str, typer.Argument(help="A CSV, or a page a line; `-` reads stdin.")],
    target: Annotated[str, typer.Option(help="For lines without one.")] = "",
    kind: Annotated[Kind, typer.Option(help="For lines without one.")] = Kind.OTHER,
    json_: Json = False,
) -> None:
    """Add many prospects from a file with the columns page, target, kind, contact, notes."""
    aim = typed(parse_target, target) if target else None
    with failing_aloud():
        with opened(file) as stream:
            text = whole_text(stream, name_of(file))
        read = read_prospects(text, target=aim, kind=kind, by=_BY)

    async def work() -> None:
        new = tuple(replace(one, owner=None) for one in read.new)
        done = await have_done(Order(Task.ADD, new=new))
        known = len(done.prospects) - done.added
        refusals = [{"line": number, "why": why} for number, why in read.bad]
        if json_:
            sums = {"new": done.added, "known": known, "refusals": refusals}
            typer.echo(json.dumps(sums, ensure_ascii=False))
            return
        typer.echo(f"{done.added:,} new, {known:,} known, {len(read.bad):,} refused.")
        for number, why in read.bad:
            typer.echo(f"line {number}: {why}", err=True)

    _run(work())


@app.command("move")
def move_command(
    number: Annotated[int, typer.Argument(help="The prospect's number.")],
    action: Annotated[Action, typer.Argument(help="What was done.")],
    note: Annotated[str, typer.Option(help="Kept in its history.")] = "",
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For snoozed.")
    ] = None,
    page: Annotated[str, typer.Option(help="For agreed: the page that will link.")] = "",
    target: Annotated[str, typer.Option(help="For agreed: our page.")] = "",
    anchor: Annotated[str, typer.Option(help="For agreed.")] = "",
    rel: Annotated[Rel | None, typer.Option(help="For agreed.")] = None,
    reason: Annotated[str, typer.Option(help="For declined.")] = "",
    due: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For agreed.")] = None,
    cost: Annotated[str, typer.Option(help="For agreed, like 120 EUR.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Write although something speaks against it.")
    ] = False,
    json_: Json = False,
) -> None:
    """Move a prospect. Won is set by the checker alone."""
    if action in (Action.WON, Action.LINK_SEEN, Action.LINK_LOST, Action.WOKE, Action.ADDED,
                  Action.ERASED, Action.DETAILS, Action.OWNER):  # fmt: skip
        raise typer.BadParameter(f"{action.value} is not for people to set")

    where = typed(parse_page_url, page) if page else ""
    aim = typed(parse_target, target) if target else None
    price = typed(parse_cost, cost)

    async def work() -> None:
        now = make_clock(settings_of_terminal())()
        terms = None
        if action is Action.AGREED:
            known = await _store().prospect(number)
            terms = Terms(
                page=where or known.page,
                target=aim or _target_of(known),
                anchor=anchor,
                rel=rel.value if rel else "",
                due_on=due.date() if due else None,
                cost=price,
            )
        change = Change(
            action, _BY, now, now.date(),
            note=note, reason=reason, until=until.date() if until else None, terms=terms,
        )  # fmt: skip
        known_guards = frozenset(Guard) if force else frozenset()
        done = await have_done(Order(Task.MOVE, number=number, change=change, known=known_guards))
        if done.held_back:
            reasons = ", ".join(guard.value for guard in done.held_back)
            typer.echo(f"Not moved: {reasons}. --force moves it all the same.", err=True)
            raise typer.Exit(1)
        _print(done.prospects, as_lines=json_)

    _run(work())


def _site(text: str) -> DomainName:
    return site_of(parse_page_url(text))


def _target_of(prospect: Prospect) -> Target:
    if prospect.details.target is None:
        raise typer.BadParameter("say --target: nobody said yet which page of ours")
    return prospect.details.target


@app.command("who")
def who_command(
    site: Annotated[str, typer.Argument(help="A site, or a page of it.")], json_: Json = False
) -> None:
    """What we know of a site: links from it, who wrote to it, what was agreed and kept."""

    name = typed(_site, site)

    async def work() -> None:
        settings = settings_of_terminal()
        decisions = decisions_to_read(settings)
        with measured_store(settings) as measured:
            facts = await who_is(
                name,
                person=_BY,
                prospects=prospect_store(decisions),
                watches=watch_store(decisions),
                backlinks=measured.backlinks,
                clock=make_clock(settings),
                late_after=rules_from(settings).late_after,
            )
        shown = {
            "site": facts.site,
            "links": [
                {"target": ours, "links": one.backlinks, "followed": one.followed, "lost": one.lost,
                 "first_seen": _day(one.first_seen)}
                for ours, one in facts.links
            ],
            "cautions": [caution.guard.value for caution in facts.cautions],
            "promised": facts.promises.promised,
            "kept": facts.promises.kept,
            "late": facts.promises.late,
            "prospects": [as_json(prospect) for prospect in facts.prospects],
        }  # fmt: skip
        if json_:
            typer.echo(json.dumps(shown, ensure_ascii=False))
            return
        for ours, one in facts.links:
            typer.echo(f"{one.backlinks:,} links to {ours}, {one.followed:,} followed")
        typer.echo(
            f"speaks against writing: {', '.join(c.guard.value for c in facts.cautions) or 'nothing'}"
        )
        typer.echo(
            f"promises: {facts.promises.promised}, kept {facts.promises.kept}, late {facts.promises.late}"
        )
        _print(facts.prospects, as_lines=False)

    _run(work())


@app.command("forget")
def forget_command(
    what: Annotated[str, typer.Argument(help="An e-mail address, or a site.")],
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
) -> None:
    """Erase a contact everywhere, or the contacts and notes of a whole site. Cannot be undone."""
    bare = what.strip().lower() if "@" in what else str(typed(_site, what))
    if not yes and not typer.confirm(f"Erase what is held about {what}?"):
        raise typer.Exit(1)

    async def work() -> None:
        done = await have_done(Order(Task.FORGET, what=bare, by=_BY))
        typer.echo(
            f"Erased from {done.erased:,} prospects and {done.measured:,} rows of what was measured."
        )

    _run(work())


@app.command("report")
def report_command(json_: Json = False) -> None:
    """Contacted, won, publish rate, what still stands, cost per live link."""

    async def work() -> None:
        settings = settings_of_terminal()
        now = make_clock(settings)()
        every = await _store().all_prospects()
        found = report(every, now=now, late_after=rules_from(settings).late_after)
        one = found.all
        shown = {
            "contacted": one.contacted, "replied": one.replied, "won": one.won, "live": one.live,
            "publish_rate": one.publish_rate, "reply_rate": one.reply_rate, "median_days": one.days,
            "promised": found.promises.promised, "kept": found.promises.kept,
            "cost_per_live": {name: str(cost) for name, cost in found.cost_per_live.items()},
        }  # fmt: skip
        if json_:
            typer.echo(json.dumps(shown))
            return
        for name, value in shown.items():
            typer.echo(f"{name.replace('_', ' ')}: {value}")

    _run(work())
