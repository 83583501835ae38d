#!/usr/bin/env python3
"""Checks docker/ where there is no container engine. Run by check-docker.sh, which brings the libraries."""

import argparse
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import jsonschema
import yaml
from dockerfile_parse import DockerfileParser

NOBODY = 65534
READY_WITHIN_S = 60
STOPPED_WITHIN_S = 5


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("root", type=Path, help="the source tree")
    arguments.add_argument("--java", type=Path, help="a Java 17 home, to run the start command with")
    options = arguments.parse_args()
    steps = dockerfile(options.root)
    compose(options.root, steps)
    if options.java:
        start(options.root, options.java, steps)
    return 0


def dockerfile(root: Path) -> dict[str, list[str]]:
    """The last value of every instruction of the final stage; stops on a copied file that does not exist."""
    parser = DockerfileParser(path=str(root / "docker"))
    steps: dict[str, list[str]] = {}
    for step in parser.structure:
        if step["instruction"] == "FROM":
            steps = {}
        steps.setdefault(step["instruction"], []).append(step["value"])
    for copy in steps["COPY"]:
        source = copy.split()[0]
        if not source.startswith("--") and not (root / source).exists():
            sys.exit(f"docker/Dockerfile copies {source}, which does not exist")
    if steps["USER"] in (["root"], ["0"]):
        sys.exit("docker/Dockerfile runs the server as root")
    print(f"docker/Dockerfile: {len(parser.structure)} instructions, runs as {steps['USER'][-1]}")
    return steps


def compose(root: Path, steps: dict[str, list[str]]) -> None:
    """Against the schema of the Compose specification that docker-compose 1.29 ships."""
    schema_file = next(
        file for file in metadata.files("docker-compose") if file.name == "compose_spec.json"
    ).locate()
    file = root / "docker" / "compose.yaml"
    model = yaml.safe_load(file.read_text())
    # That schema is older than the top-level name, which newer releases of the specification allow.
    checked = {key: value for key, value in model.items() if key != "name"}
    errors = list(jsonschema.Draft7Validator(json.loads(Path(schema_file).read_text())).iter_errors(checked))
    if errors:
        sys.exit("\n".join(f"{file}: {error.json_path}: {error.message}" for error in errors))
    server = model["services"]["server"]
    for needed, condition in server["depends_on"].items():
        if condition["condition"] == "service_healthy" and "healthcheck" not in model["services"][needed]:
            sys.exit(f"{file}: {needed} is waited for but has no healthcheck")
    for port in server["ports"]:
        if port.split(":")[1] not in steps["EXPOSE"][-1].split():
            sys.exit(f"{file}: port {port} is not exposed by the image")
    for service in model["services"].values():
        for mount in service["volumes"]:
            if mount.split(":")[0] not in model["volumes"]:
                sys.exit(f"{file}: volume {mount} is not declared")
    print(f"{file.relative_to(root)}: valid, services {', '.join(model['services'])}")


def start(root: Path, java: Path, steps: dict[str, list[str]]) -> None:
    """The image's own words, with its two folders and two ports replaced by scratch ones."""
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o755)
        opt, data = Path(scratch) / "opt", Path(scratch) / "data"
        shutil.copytree(root / "metastore-server/server/target/propolis/lib", opt / "lib")
        shutil.copy(root / "docker/ready.sh", opt)
        data.mkdir()
        user = {}
        if os.geteuid() == 0:
            os.chown(data, NOBODY, NOBODY)
            user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        replaced = {"/opt/propolis": str(opt), "/data": str(data), "9083": free_port(), "9080": free_port()}

        def localised(words: str) -> str:
            for old, new in replaced.items():
                words = words.replace(old, new)
            return words

        command = json.loads(localised(steps["ENTRYPOINT"][-1])) + json.loads(localised(steps["CMD"][-1]))
        probe = json.loads(localised(steps["HEALTHCHECK"][-1].split(" CMD ", 1)[1]))
        print("start:", *command)
        # The JVM unpacks SQLite's library into its temporary folder, which belongs to the user of the image too.
        environment = {"PATH": f"{java}/bin:/usr/bin:/bin", "HOME": str(data)}
        for line in steps["ENV"]:
            environment |= dict(word.split("=", 1) for word in shlex.split(localised(line)))
        server = subprocess.Popen(command, cwd=data, env=environment, **user)
        try:
            wait_until_ready(server, probe, environment)
            asked = time.monotonic()
            server.send_signal(signal.SIGTERM)
            code = server.wait(STOPPED_WITHIN_S)
        finally:
            server.kill()
        print(f"stopped {time.monotonic() - asked:.1f} s after SIGTERM with exit code {code}")
        if code not in (0, 128 + signal.SIGTERM):
            sys.exit(f"the server ended with exit code {code}")


def wait_until_ready(server: subprocess.Popen, probe: list[str], environment: dict[str, str]) -> None:
    started = time.monotonic()
    while subprocess.run(probe, env=environment, stderr=subprocess.DEVNULL).returncode != 0:
        if server.poll() is not None:
            sys.exit(f"the server ended with exit code {server.returncode} before it was ready")
        if time.monotonic() - started > READY_WITHIN_S:
            sys.exit(f"the server's health check did not pass within {READY_WITHIN_S} s")
        time.sleep(0.2)
    print(f"health check passed after {time.monotonic() - started:.1f} s")


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
