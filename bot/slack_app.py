"""The composition root of the running bot: settings to Deps to Slack app, socket and scheduler."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

import handlers
import jobs
from bot import control
from bot.adapters.http.client import make_client
from bot.adapters.http_health import health_port
from bot.adapters.slack.files import SLACK_FILE_HOSTS, SlackFiles
from bot.adapters.slack.home_tabs import SlackHomeTabs
from bot.adapters.slack.pacing import PacedPoster
from bot.adapters.slack.people import SlackPeople
from bot.adapters.slack.posting import SlackPoster
from bot.adapters.slack.socket import WatchedSocket
from bot.adapters.slack.tokens import who_am_i
from bot.adapters.store.cards import DecidedActs, SqlCardLog
from bot.adapters.store.overrules import DecidedOverrules
from bot.adapters.store.prospects import DecidedProspects
from bot.adapters.store.review_marks import DecidedReviews
from bot.adapters.store.rivals import DecidedRivals
from bot.adapters.store.row_claims import DecidedRowClaims
from bot.adapters.store.source_losses import SqlSourceLosses
from bot.adapters.store.target_words import DecidedTargetWords
from bot.adapters.store.watches import DecidedWatches
from bot.app import decision_store, export_reader, make_policy, measured_store, traffic_reader
from bot.background import Background
from bot.config import Settings
from bot.deps import Deps
from bot.errors import ConfigError
from bot.fetching import open_fetcher
from bot.graph import web_graph
from bot.heartbeat import Heartbeat, SocketState
from bot.paid import fetch_limits, paid_sources
from bot.prospecting import carry_out_order
from bot.services.vital_signs import VitalSigns

log = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT; then take nothing new, finish what runs, and leave.

    Asked while it is still starting, it gives that up.

    Raises:
        ConfigError: a token is missing or refused, or a setting is wrong.
        StoreError: another process holds the store, or it cannot be read.
    """
    stop, whole = asyncio.Event(), asyncio.current_task()
    assert whole is not None
    _when_asked_to_stop(whole.cancel)
    try:
        async with running(settings):
            _when_asked_to_stop(stop.set)
            await stop.wait()
            log.info("asked to stop")
    except asyncio.CancelledError:
        log.info("asked to stop before it had started")


def _when_asked_to_stop(leave: Callable[[], object]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, leave)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Deps]:
    """The whole bot, connected and scheduled, until the block is left."""
    bot_token, app_token = _tokens(settings)
    async with slack_session() as session:
        client = web_client(settings, bot_token, session)
        identity = await who_am_i(client, app_token)
        async with (
            open_deps(settings, client) as deps,
            open_to_probes(settings, deps),
            control.listening(settings.data_dir, partial(carry_out_order, deps)),
            connected(client, app_token, deps),
        ):
            scheduler = jobs.schedule(deps)
            scheduler.start()
            log.info("running: team %s, bot %s", identity.team_id, identity.bot_id)
            try:
                yield deps
            finally:
                scheduler.shutdown(wait=False)


@asynccontextmanager
async def open_to_probes(settings: Settings, deps: Deps) -> AsyncIterator[int | None]:
    """`GET /healthz` and `GET /metrics` on HTTP_PORT; gives the port, None where no port is set.

    Raises:
        ConfigError: the port cannot be opened.
    """
    if settings.http_port is None:
        yield None
        return
    signs = VitalSigns(
        heartbeat=deps.heartbeat,
        outbox=deps.outbox,
        links=deps.tracked_links,
        ledger=deps.digest_ledger,
        clock=deps.clock,
        tick=timedelta(seconds=settings.tick_seconds),
    )
    async with health_port(
        settings.http_host, settings.http_port, problems=signs.problems, metrics=signs.metrics
    ) as port:
        yield port


def slack_session(*, patience_seconds: float = 30) -> aiohttp.ClientSession:
    """The connections to Slack. A call without an answer ends after that time and counts as lost.

    slack_sdk applies its own `timeout` only to sessions that it makes itself; aiohttp's is five minutes.
    """
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience_seconds))


def web_client(settings: Settings, token: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """Slack's Web API without retries of its own.

    slack_sdk repeats a call whose answer was lost, and a message would then stand twice; repeating is
    the outbox's decision, which can look before.
    """
    return AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        session=session,
        timeout=30,
        retry_handlers=[],
    )


@asynccontextmanager
async def open_deps(settings: Settings, client: AsyncWebClient) -> AsyncIterator[Deps]:
    """Every port, wired."""
    with measured_store(settings) as measured, decision_store(settings) as decisions:
        async with open_fetcher(settings) as (fetcher, clock), web_graph(settings) as tools:
            yield Deps(
                settings=settings,
                policy=make_policy(settings),
                clock=clock,
                background=Background(),
                heartbeat=Heartbeat(clock()),
                fetcher=fetcher,
                poster=PacedPoster(SlackPoster(client), every_seconds=settings.post_every_seconds),
                files=_files(settings, client.token or ""),
                backlinks=measured.backlinks,
                imports=measured.imports,
                read_export=export_reader(),
                read_traffic=traffic_reader(),
                observations=measured.observations,
                history=measured.history,
                tracked_links=measured.tracked_links,
                target_pages=measured.target_pages,
                import_news=measured.import_news,
                source_losses=SqlSourceLosses(measured.database),
                events=measured.events,
                outbox=measured.outbox,
                digest_ledger=measured.digest_ledger,
                watches=DecidedWatches(decisions),
                row_claims=DecidedRowClaims(decisions),
                cards=SqlCardLog(measured.database),
                card_acts=DecidedActs(decisions),
                people=SlackPeople(client),
                overrules=DecidedOverrules(decisions),
                reviews=DecidedReviews(decisions),
                traffic=measured.traffic,
                prospects=DecidedProspects(decisions),
                rivals=DecidedRivals(decisions),
                target_words=DecidedTargetWords(decisions),
                reminders=DecidedProspects(decisions),
                erasure=measured.erasure,
                home_tabs=SlackHomeTabs(client),
                webgraph=tools.graph,
                paid_sources=paid_sources(settings),
                fetch_ledger=measured.fetch_ledger,
                fetch_limits=fetch_limits(settings),
            )


@asynccontextmanager
async def connected(client: AsyncWebClient, app_token: str, deps: Deps) -> AsyncIterator[None]:
    """The socket to Slack. On the way out it closes first, then what runs is finished."""

    def note(state: SocketState) -> None:
        deps.heartbeat.socket = state

    socket = WatchedSocket(slack_app(client, deps), app_token, client, tell=note)
    await socket.open()
    try:
        yield
    finally:
        log.info("leaving: %d pieces of work to finish", len(deps.background))
        await socket.close()
        await deps.background.drain()


def slack_app(client: AsyncWebClient, deps: Deps) -> AsyncApp:
    """The Bolt app with every listener, answering through `client`."""
    app = AsyncApp(client=client)

    async def hand_over(context: AsyncBoltContext, next_: Callable[[], Awaitable[None]]) -> None:
        context["deps"] = deps
        await next_()

    app.middleware(hand_over)
    handlers.register(app)
    return app


def _tokens(settings: Settings) -> tuple[str, str]:
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot is None or app is None:
        missing = [n for n, v in (("SLACK_BOT_TOKEN", bot), ("SLACK_APP_TOKEN", app)) if v is None]
        verb = "is" if len(missing) == 1 else "are"
        raise ConfigError(
            f"{' and '.join(missing)} {verb} not set. docs/slack.md leads from nothing to a working "
            "app; `backlinks demo` needs no Slack at all."
        )
    return bot.get_secret_value(), app.get_secret_value()


def _files(settings: Settings, token: str) -> SlackFiles:
    api = urlsplit(settings.slack_api_url).hostname or ""
    hosts = SLACK_FILE_HOSTS | {api}
    reachable = settings.model_copy(
        update={"allowed_private_networks": (*settings.allowed_private_networks, *_network_of(api))}
    )
    return SlackFiles(lambda: make_client(reachable, allowed_hosts=hosts), token=token, hosts=hosts)


def _network_of(host: str) -> tuple[object, ...]:
    """The operator named this address as the Slack API: files may come from it, private or not."""
    if host == "localhost":
        return (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    try:
        return (ip_network(ip_address(host)),)
    except ValueError:
        return ()
