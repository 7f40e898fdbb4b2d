"""Names, degrees, ranks and checkpoints as files: what went in comes out, and damage is said."""

import random
from array import array
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.webgraph.degrees import DegreeTable, encode_degrees
from bot.adapters.webgraph.errors import GraphFormatError
from bot.adapters.webgraph.names import BLOCK, NameTable, NameTableWriter
from bot.adapters.webgraph.ranks import AllRanksWriter, Ranks, RankTable, SomeRanks, parse_rank_line
from bot.playground.crawl.web import invent_names


def write_names(path: Path, names: list[bytes]) -> None:
    with path.open("w+b") as file:
        writer = NameTableWriter(file)
        for at in range(0, len(names), 50):
            writer.add(names[at : at + 50])
        writer.finish()


@given(st.sets(st.binary(min_size=1, max_size=254), max_size=150), st.binary(max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_names_are_found_both_ways(
    tmp_path_factory: pytest.TempPathFactory, found: set[bytes], other: bytes
) -> None:
    names = sorted(found | {name[:200] + b"x" * 54 for name in list(found)[:3]})
    path = tmp_path_factory.mktemp("names") / "names.bin"
    write_names(path, names)
    with closing(NameTable(path)) as table:
        assert len(table) == len(names)
        assert list(table.names(range(len(names)))) == names
        assert [table.node(name) for name in names] == list(range(len(names)))
        assert table.node(other) == (names.index(other) if other in names else None)
        with pytest.raises(GraphFormatError):
            table.name(len(names))


def test_believable_names_take_few_bytes(tmp_path: Path) -> None:
    names = sorted(".".join(reversed(name.split("."))).encode() for name in invent_names(20_000, 1))
    write_names(tmp_path / "names.bin", names)
    assert (tmp_path / "names.bin").stat().st_size < 0.75 * sum(map(len, names))


@pytest.mark.parametrize(
    "names",
    [[b"b", b"a"], [b"a", b"a"], [b"", b"a"], [b"x" * 255]],
    ids=["order", "twice", "empty", "long"],
)
def test_names_out_of_order_are_refused(tmp_path: Path, names: list[bytes]) -> None:
    with (
        (tmp_path / "names.bin").open("w+b") as file,
        pytest.raises(GraphFormatError, match="order"),
    ):
        NameTableWriter(file).add(names)


def test_a_damaged_table_of_names_is_an_error_and_never_a_crash(tmp_path: Path) -> None:
    names = sorted({b"com.%d" % (n * 7919 % 100_003) for n in range(500)})
    path, rng = tmp_path / "names.bin", random.Random(4)
    write_names(path, names)
    sound = path.read_bytes()
    for _ in range(200):
        data = bytearray(sound)
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        path.write_bytes(data[: rng.choice((len(data), len(data), rng.randrange(1, len(data))))])
        with suppress(GraphFormatError), closing(NameTable(path)) as table:
            for node in range(0, 500, 20):
                with suppress(GraphFormatError):
                    assert len(table.name(node)) < 10_000
            with suppress(GraphFormatError):
                table.node(b"com.5")
    path.write_bytes(b"")
    with pytest.raises(GraphFormatError):
        NameTable(path)


def test_a_block_is_found_by_its_first_and_last_name(tmp_path: Path) -> None:
    names = [b"com.%06d" % number for number in range(BLOCK * 3 + 1)]
    write_names(tmp_path / "n", names)
    with closing(NameTable(tmp_path / "n")) as table:
        for node in (0, BLOCK - 1, BLOCK, 2 * BLOCK, 3 * BLOCK):
            assert table.node(names[node]) == node
        assert table.node(b"com.0") is None
        assert table.node(b"a") is None
        assert table.node(b"zzz") is None


@given(st.lists(st.sampled_from([0, 1, 254, 255, 256, 65_536, 17_000_000, 2**31]), max_size=80))
@settings(max_examples=60, deadline=None)
def test_every_degree_comes_back(
    tmp_path_factory: pytest.TempPathFactory, degrees: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("degrees")
    small, big = b"", b""
    for at in range(0, len(degrees), 7):
        more = encode_degrees(at, array("I", degrees[at : at + 7]))
        small, big = small + more[0], big + more[1]
    (folder / "small").write_bytes(small)
    (folder / "big").write_bytes(big)
    with closing(DegreeTable(folder / "small", folder / "big", nodes=len(degrees))) as table:
        assert [table.degree(node) for node in range(len(degrees))] == degrees
    with pytest.raises(GraphFormatError, match="damaged"):
        DegreeTable(folder / "small", folder / "big", nodes=len(degrees) + 1)


def test_ranks_of_some_and_of_all(tmp_path: Path) -> None:
    rows = {9: Ranks(1, 5), 2: Ranks(2, 1), 70: Ranks(3, 4_000_000_000)}
    some = SomeRanks()
    everything = AllRanksWriter(tmp_path / "all", nodes=100)
    for node, ranks in rows.items():
        some.put(node, ranks)
        everything.put(node, ranks)
    some.write(tmp_path / "some")
    everything.close()
    for name in ("some", "all"):
        with closing(RankTable(tmp_path / name)) as table:
            assert {n: table.of(n) for n in range(120) if table.of(n)} == rows
            assert table.harmonic(70) == 3
            assert table.harmonic(71) is None
        content = (tmp_path / name).read_bytes()
        for damaged in (content[:-1], b"x" + content[1:], b""):
            (tmp_path / name).write_bytes(damaged)
            with pytest.raises(GraphFormatError):
                RankTable(tmp_path / name)


def test_a_published_line_of_ranks_is_read() -> None:
    line = b"2\t2.978085E7\t3\t0.009395952329233013\tcom.facebook\t3906"
    assert parse_rank_line(line) == (b"com.facebook", Ranks(2, 3))
    for wrong in (b"", b"a\tb\tc\td\te", b"1\t2\t3"):
        with pytest.raises(GraphFormatError):
            parse_rank_line(wrong)
