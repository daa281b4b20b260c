"""Runs in twarc's own environment: twarc2's commands against another host, and a line of JSON for each.

Usage: commands.py BASE_URL < {"global": [...], "commands": {name: [argument, ...]}}
"""

import json
import os
import pathlib
import sys
import tempfile

import requests
from click.testing import CliRunner
from twarc.command2 import twarc2

base = sys.argv[1]
asked = json.load(sys.stdin)
send = requests.Session.send


def here(session, request, **kwargs):
    kwargs.setdefault("timeout", 20)
    return send(session, request, **kwargs)


prepare = requests.Session.prepare_request


def prepared(session, request):
    request.url = request.url.replace("https://api.twitter.com", base)  # the one change: another host
    return prepare(session, request)


requests.Session.send, requests.Session.prepare_request = here, prepared
os.chdir(tempfile.mkdtemp())
for name, text in asked.get("files", {}).items():
    pathlib.Path(name).write_text(text, encoding="utf-8")
for name, arguments in asked["commands"].items():
    ran = CliRunner().invoke(twarc2, [*asked["global"], *arguments], catch_exceptions=True)
    answers = ran.output.count('{"data": ') + ran.output.count('{"start": ')
    said = [line for line in ran.output.splitlines() if line.strip() and '{"' not in line]
    print(json.dumps([name, ran.exit_code, answers, str(ran.exception or "") or " ".join(said)[-200:]]), flush=True)
