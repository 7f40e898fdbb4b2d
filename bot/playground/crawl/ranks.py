"""Harmonic centrality and PageRank of a small graph, for the ranks file."""

from collections.abc import Sequence


def harmonic_centrality(inlinks: Sequence[Sequence[int]]) -> list[float]:
    """The sum of 1/distance from every node that reaches each node, exactly.

    Each node keeps the set of nodes within t steps as the bits of one integer: meant for thousands of
    nodes, not millions.
    """
    balls = [1 << node for node in range(len(inlinks))]
    sizes = [1] * len(balls)
    scores = [0.0] * len(balls)
    distance = 0
    growing = True
    while growing:
        distance += 1
        grown = []
        for node, sources in enumerate(inlinks):
            ball = balls[node]
            for source in sources:
                ball |= balls[source]
            grown.append(ball)
        counts = [ball.bit_count() for ball in grown]
        for node, count in enumerate(counts):
            scores[node] += (count - sizes[node]) / distance
        growing = counts != sizes
        balls, sizes = grown, counts
    return scores


def pagerank(
    inlinks: Sequence[Sequence[int]],
    outlinks: Sequence[Sequence[int]],
    *,
    damping: float = 0.85,
    rounds: int = 30,
) -> list[float]:
    """PageRank by power iteration; what dangling nodes hold is spread over all."""
    nodes = len(inlinks)
    ranks = [1 / nodes] * nodes if nodes else []
    for _ in range(rounds):
        shares = [
            rank / len(out) if out else 0.0 for rank, out in zip(ranks, outlinks, strict=True)
        ]
        dangling = sum(rank for rank, out in zip(ranks, outlinks, strict=True) if not out)
        base = (1 - damping + damping * dangling) / nodes
        ranks = [base + damping * sum(shares[source] for source in sources) for sources in inlinks]
    return ranks


def java_number(value: float) -> str:
    """A number as Java's Double.toString writes it, which is how the ranks file is written.

    >>> java_number(29799486.0), java_number(0.01), java_number(3.88e-05), java_number(12.0)
    ('2.9799486E7', '0.01', '3.88E-5', '12.0')
    """
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(float(value))
    digits, exponent = _shortest(value)
    return f"{digits}E{exponent}"


def _shortest(value: float) -> tuple[str, int]:
    mantissa, _, power = repr(value).partition("e")
    exponent = int(power or 0)
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0") if whole == "0" else whole + fraction
    if whole == "0":
        exponent -= len(fraction) - len(fraction.lstrip("0")) + 1
    else:
        exponent += len(whole) - 1
    digits = digits.rstrip("0") or "0"
    return f"{digits[0]}.{digits[1:] or '0'}", exponent
