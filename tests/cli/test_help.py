"""The command line teaches, loads little, and says by its exit code how it went."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys

import pytest

from xauth_nb.cli import main

COMMANDS = ["demo", "sandbox", "login", "whoami", "logout", "accounts", "doctor"]


def help_of(capsys, *command):
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    assert end.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_teaches_every_command(command, capsys):
    told = help_of(capsys, *command)
    assert len(told.splitlines()) > 8
    assert max(map(len, told.splitlines())) <= 120


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_examples_and_each_of_them_is_a_call_that_is_understood(command, capsys):
    from xauth_nb.cli.parser import make_parser

    examples = re.findall(
        r"^  xauth-nb (.*?)(?:  .*|\s*\|\|.*)?$", help_of(capsys, command).split("Examples:")[1], re.M
    )
    assert examples
    for example in examples:
        assert make_parser().parse_args(example.split()).run


def test_the_help_lists_every_command_and_the_exit_codes(capsys):
    told = help_of(capsys)
    for command in COMMANDS:
        assert re.search(rf"^    {command} ", told, re.M)
    assert "Exit codes: 0" in told
    assert "1 something has to be" in help_of(capsys, "doctor")


@pytest.mark.parametrize("call", [["cure"], ["login", "--access", "everything"], ["doctor", "--timeout", "soon"]])
def test_a_wrong_call_is_code_2(call):
    with pytest.raises(SystemExit) as end:
        main(call)
    assert end.value.code == 2


def test_alone_it_shows_the_help_and_its_version_is_told(capsys):
    assert main([]) == 0
    assert capsys.readouterr().out.startswith("usage: xauth-nb")
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert re.match(r"xauth-nb \d+\.", capsys.readouterr().out)


def test_help_loads_nothing_heavy():
    code = (
        "import sys\n"
        "from xauth_nb.cli import main\n"
        "try: main(['login', '--help'])\n"
        "except SystemExit: pass\n"
        "print({'requests', 'authlib', 'IPython', 'ipywidgets', 'flask'} & set(sys.modules))"
    )
    told = subprocess.check_output([sys.executable, "-c", code], text=True, timeout=60)
    assert told.startswith("usage: ")
    assert told.splitlines()[-1] == "set()"


def test_the_doctor_as_a_table_and_as_json_with_the_exit_code_of_what_it_found(signed_in_as, x_sandbox, capsys):
    signed_in_as("ada")
    assert main(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert re.search(r"^ok +token +It acts for @ada", out, re.M)
    assert err == ""
    assert main(["doctor", "--json", "--callback", "http://127.0.0.1:1/not-registered"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["is_fine"] is False
    assert [check["name"] for check in told["checks"] if check["status"] == "fail"] == ["callback"]


def test_as_a_module_it_is_the_same_command_and_gives_its_exit_code_to_the_shell(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    for arguments, code in ((["accounts", "--json"], 0), (["whoami", "--json"], 1), (["cure"], 2)):
        done = subprocess.run(
            [sys.executable, "-m", "xauth_nb", *arguments], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == code, done.stderr
        assert done.stdout == ("[]\n" if code == 0 else "")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent in another way there")
def test_ctrl_c_while_the_server_is_silent_is_code_130(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("XAUTH_NB_ENDPOINT", f"http://127.0.0.1:{deaf.getsockname()[1]}")
        # Whoever started the tests in the background has had Ctrl-C ignored, in all that they start too.
        code = "import signal, xauth_nb.cli as cli; signal.signal(signal.SIGINT, signal.default_int_handler); "
        argv = [sys.executable, "-c", code + "raise SystemExit(cli.main(['doctor']))"]
        process = subprocess.Popen(argv, stdout=subprocess.PIPE)
        try:
            deaf.settimeout(30)
            deaf.accept()[0].close()  # by now the command is running
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
        finally:
            process.kill()
            process.communicate(timeout=20)
