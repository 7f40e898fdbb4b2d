"""The `.properties` file beside a BVGraph: read, checked, refused where it says something unknown.

Keys and flags as written by https://webgraph.di.unimi.it/ (class BVGraph, version 0).
"""

from dataclasses import dataclass

from bot.adapters.webgraph.errors import GraphFormatError

MAX_NODES = 1 << 30
"""So that every code fits in 64 bits. The largest published graph has 0.25 billion nodes."""

MAX_WINDOW, MAX_CHAIN, MAX_INTERVAL, MAX_ZETA = 60, 64, 1 << 16, 16

_DEFAULT_FLAGS = frozenset(
    {
        "OUTDEGREES_GAMMA",
        "BLOCKS_GAMMA",
        "BLOCK_COUNT_GAMMA",
        "REFERENCES_UNARY",
        "RESIDUALS_ZETA",
        "OFFSETS_GAMMA",
    }
)


@dataclass(frozen=True, slots=True)
class GraphProperties:
    """How a graph's bit stream is coded.

    `window` is how many nodes back a list may refer to, `max_chain` how many times over,
    `min_interval` the shortest run kept as an interval (0: none), `zeta_k` the residuals' code.
    """

    nodes: int
    arcs: int
    window: int = 7
    max_chain: int = 3
    min_interval: int = 4
    zeta_k: int = 3

    @property
    def reach(self) -> int:
        """How many nodes back a chain of references can lead."""
        return self.window * self.max_chain


def parse_properties(text: str) -> GraphProperties:
    """Read a Java properties file of a BVGraph.

    Raises:
        GraphFormatError: when a value is missing, out of bounds, or means another coding.

    >>> parse_properties("graphclass=it.unimi.dsi.webgraph.BVGraph\\nnodes=3\\narcs=2\\n"
    ...     "windowsize=7\\nmaxrefcount=3\\nminintervallength=4\\nzetak=3\\n").nodes
    3
    """
    values = _pairs(text)
    if not values.get("graphclass", "").endswith(".BVGraph"):
        raise GraphFormatError("The graph's properties do not say that it is a BVGraph.")
    if values.get("version", "0") != "0":
        raise GraphFormatError("The graph is of a BVGraph version that is not known here (only 0).")
    if values.get("endianness", "big") != "big":
        raise GraphFormatError("The graph is little-endian; only big-endian BVGraphs are known.")
    unknown = _flags(values.get("compressionflags", "")) - _DEFAULT_FLAGS
    if unknown:
        raise GraphFormatError(
            f"The graph uses codes that are not known here: {', '.join(sorted(unknown))[:200]}."
        )
    nodes = _number(values, "nodes", most=MAX_NODES)
    return GraphProperties(
        nodes=nodes,
        arcs=_number(values, "arcs", most=nodes * nodes),
        window=_number(values, "windowsize", most=MAX_WINDOW),
        max_chain=_number(values, "maxrefcount", most=MAX_CHAIN),
        min_interval=_number(values, "minintervallength", most=MAX_INTERVAL),
        zeta_k=_number(values, "zetak", least=1, most=MAX_ZETA),
    )


def _pairs(text: str) -> dict[str, str]:
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and line[0] not in "#!")
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _flags(text: str) -> set[str]:
    return {flag.strip().upper() for flag in text.split("|") if flag.strip()}


def _number(values: dict[str, str], key: str, *, least: int = 0, most: int) -> int:
    text = values.get(key, "")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise GraphFormatError(f"The graph's properties give no usable number for {key}.")
    value = int(text)
    if not least <= value <= most:
        raise GraphFormatError(
            f"The graph's {key} is {value}; only {least} to {most} is known here."
        )
    return value
