"""`bin/demo` and `bin/dev`: the whole product with demo data in one terminal."""

import argparse
import os
import socket
import sys
import time
import urllib.request

from embedded import processes
from embedded.places import ROOT, Place, data_dir
from embedded.preparing import prepare
from embedded.reloading import Changes
from embedded.servers import Server, Stopped, embedded, ignore_signals, lock, raise_on_signals, variables
from embedded.supervisor import Program, Supervisor

READY_WITHIN = 60
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description="Runs the helpdesk with demo data on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
    parser.add_argument("--reload", action="store_true", help="restart on every change of the code (bin/dev)")
    return parser.parse_args()


def demand_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise SystemExit(f"Port {port} needs root's rights. Choose one above 1023: --port 8000") from None
        except OverflowError:
            raise SystemExit(f"There is no port {port}. Choose one from 1 to 65535.") from None
        except OSError:
            raise SystemExit(f"Port {port} is taken by another program. Choose another: --port {port + 1}") from None


def start_servers(supervisor: Supervisor, chosen: list[Server]) -> None:
    for server in chosen:
        server.start()
        supervisor.adopt(server)
        supervisor.tell(server.name, "runs")


def answers(url: str) -> bool:
    try:
        with DIRECTLY.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def start_programs(supervisor: Supervisor, place: Place, env: dict[str, str]) -> list[Program]:
    programs = [
        Program(name, [ROOT / "bin" / name], place.logs / f"{name}.log", env, ROOT) for name in ("web", "worker")
    ]
    for program in [*programs, local_providers(place, env)]:
        supervisor.adopt(program)
    return programs


def local_providers(place: Place, env: dict[str, str]) -> Program:
    """For the test bench of notifications."""
    port = env["TEST_PROVIDERS_URL"].rpartition(":")[2]
    command = [sys.executable, "-m", "embedded.providers", "--port", port]
    return Program("providers", [*command], place.logs / "providers.log", env, ROOT)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(programs: list[Program], url: str) -> None:
    def alive() -> bool:
        return all(program.process is not None and program.process.poll() is None for program in programs)

    if processes.wait_until(lambda: answers(url + "health/live"), patience=READY_WITHIN, alive=alive):
        return
    fallen = next((p for p in programs if p.process is None or p.process.poll() is not None), programs[0])
    raise SystemExit(f"The {fallen.name} process did not start; the end of {fallen.log}:\n{processes.tail(fallen.log)}")


def serve(place: Place, port: int, *, reload: bool) -> None:
    began = time.monotonic()
    url = f"http://127.0.0.1:{port}/"
    chosen = embedded(place)
    # The toy bank, whose server the desk asks about its payments, lives on this machine.
    local = {"PUBLIC_URL": url.rstrip("/"), "OUTGOING_ALLOWED_NETWORKS": "127.0.0.0/8", "CONSOLE_PROVIDERS": "1"}
    env = {"WORKER_POOL": "threads", **local, **variables(place, chosen), "PORT": str(port)}
    env["TEST_PROVIDERS_URL"] = f"http://127.0.0.1:{free_port()}"
    env |= {"DEBUG": os.environ.get("DEBUG", "1")} if reload else {}
    supervisor = Supervisor()
    try:
        start_servers(supervisor, chosen)
        prepare(place, env, own_database=any(server.name == "postgres" for server in chosen))
        supervisor.tell("data", f"in {place.data}")
        wait_for(start_programs(supervisor, place, env), url)
        print(f"ready {url}", flush=True)
        supervisor.tell("demo", f"after {time.monotonic() - began:.1f} s; Ctrl-C stops it; logs in {place.logs}")
        supervisor.run(Changes(ROOT, lambda: supervisor.restart("web", "worker")).act if reload else None)
    finally:
        ignore_signals()
        for server in chosen:
            if server.process and not any(watched.service is server for watched in supervisor.watched):
                supervisor.adopt(server)
        supervisor.stop()


def main() -> int:
    chosen = options()
    raise_on_signals()
    try:
        place = Place(data_dir())
        with lock(place):
            demand_free_port(chosen.port)
            serve(place, chosen.port, reload=chosen.reload)
    except Stopped:
        print("stopped", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
