"""What a page may load and do, as its policy says."""

import base64
import hashlib

import pytest

from iepkit.serving.doors import policy

HOST = "192.168.1.20:8866"


def directives(said):
    return {name: values for name, *values in (one.split() for one in said.split("; "))}


def hash_of(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_page_loads_from_its_own_server_alone():
    found = directives(policy(HOST))
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'"]
    assert found["connect-src"] == ["'self'", f"ws://{HOST}", f"wss://{HOST}"]
    assert found["frame-ancestors"] == found["base-uri"] == found["form-action"] == ["'none'"]
    assert "unsafe" not in " ".join(found["script-src"])


@pytest.mark.parametrize(
    "host", ["", "a b", "a;script-src *", "a,b", "a'b", "a\nb", "a/b", "a?b", "*", "a" * 256, "ä.test", "a\x00b"]
)
def test_what_is_no_host_is_not_repeated(host):
    assert directives(policy(host)) == {**directives(policy(HOST)), "connect-src": ["'self'"]}


@pytest.mark.parametrize("host", ["laptop.local", "10.0.0.1:80", "[fe80::1]:8866"])
def test_a_host_that_can_be_is(host):
    assert f"ws://{host}" in directives(policy(host))["connect-src"]


@pytest.mark.parametrize("tag", ["<script>", '<script type="module">', '<script defer data-a="b">'])
def test_a_script_in_the_page_is_allowed_as_it_is_written(tag):
    found = directives(policy(HOST, f"<p>{tag}\nprint();\n</script>{tag}2</script>"))
    assert found["script-src"] == ["'self'", hash_of("\nprint();\n"), hash_of("2")]


@pytest.mark.parametrize(
    "tag", ['<script type="application/json">', '<script src="a.js">', '<script type="text/plain">']
)
def test_what_runs_nothing_written_in_the_page_needs_no_hash(tag):
    assert directives(policy(HOST, f"{tag}1</script>"))["script-src"] == ["'self'"]
