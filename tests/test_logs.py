"""What log lines look like, and what never stands in one."""

import io
import logging
import sys

import pytest

from bot import logs

SECRETS = ["xoxb-123-abc", "xapp-1-A-9", "xoxp-1-2-3"]


@pytest.mark.parametrize("secret", SECRETS)
def test_tokens_are_struck_out_wherever_they_stand(secret: str) -> None:
    for text in (
        secret,
        f"token={secret}&x",
        f"Authorization: Bearer {secret}",
        f"wss://x/?ticket={secret}",
    ):
        assert secret not in logs.redact(text)


def test_a_token_in_a_stack_trace_is_struck_out() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    try:
        int("xoxb-123-abc")
    except ValueError:
        trace = sys.exc_info()
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed with %s", ("xapp-1-A-9",), trace)
    handler.handle(record)
    assert "xoxb-123" not in stream.getvalue()
    assert "xapp-1" not in stream.getvalue()
    assert "[secret]" in stream.getvalue()
