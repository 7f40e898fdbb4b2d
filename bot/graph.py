"""The composition root's part for the web graph: it needs neither the stores nor Slack."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from urllib.parse import urlsplit

from bot.adapters.http.client import make_client
from bot.adapters.webgraph.build import Builder
from bot.adapters.webgraph.kernel import fastest_scan
from bot.adapters.webgraph.releases import ReleaseFolder
from bot.adapters.webgraph.server import DataServer
from bot.adapters.webgraph.source import CommonCrawlGraph
from bot.config import Settings, load
from bot.fetching import make_clock

_EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))


@dataclass(frozen=True, slots=True)
class GraphTools:
    """The web graph: what answers (`bot.ports.WebGraph`), and what looks after its releases."""

    graph: CommonCrawlGraph
    builder: Builder
    folder: ReleaseFolder


@asynccontextmanager
async def web_graph(settings: Settings) -> AsyncIterator[GraphTools]:
    """The web graph in DATA_DIR, asking the server of COMMONCRAWL_BASE_URL and no other."""
    base, index = settings.commoncrawl_base_url, settings.commoncrawl_index_url
    usual = load({})
    if (base, index) != (usual.commoncrawl_base_url, usual.commoncrawl_index_url):
        # The operator named this server himself, so it may stand in his own network.
        settings = settings.model_copy(update={"allowed_private_networks": _EVERYWHERE})
    hosts = frozenset(str(urlsplit(url).hostname) for url in (base, index))
    folder = ReleaseFolder(settings.data_dir / "webgraph")
    async with make_client(settings, allowed_hosts=hosts) as client:
        server = DataServer(client, user_agent=settings.user_agent)
        graph = CommonCrawlGraph(folder, server, base_url=base)
        builder = Builder(
            folder,
            server,
            base_url=base,
            index_url=index,
            clock=make_clock(settings),
            engine=fastest_scan,
        )
        try:
            yield GraphTools(graph, builder, folder)
        finally:
            await graph.close()
