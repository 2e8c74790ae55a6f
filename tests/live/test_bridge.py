"""Plain HTTP through the bridge, on both servers: files, streams, bodies at and above the limit."""

import http.client
import socket

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

MEGABYTE = 1024 * 1024


def ask(web, verb, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=20)
    try:
        connection.request(verb, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def test_static_files_are_served(web):
    status, body, headers = ask(web, "GET", "/static/css/layers.css")
    assert (status, headers["content-type"]) == (200, 'text/css; charset="utf-8"')
    assert b"@layer" in body


def test_a_page_knows_its_host_and_sets_its_cookies(web):
    status, body, headers = ask(web, "GET", "/accounts/login/")
    assert status == 200
    assert "content-security-policy" in headers
    assert b"csrfmiddlewaretoken" in body


def test_a_foreign_host_is_refused(web):
    assert ask(web, "GET", "/accounts/login/", Host="evil.example")[0] == 400


def test_a_body_within_the_limit_reaches_django(web):
    status, _body, _headers = ask(web, "POST", "/widget/api/uploads", b"x" * (20 * MEGABYTE))
    assert status in {400, 401, 403}


def test_a_body_above_the_limit_is_refused_by_its_length(web):
    with socket.create_connection(("127.0.0.1", web.port), timeout=20) as line:
        head = "POST /widget/api/uploads HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 104857600\r\n\r\n"
        try:
            line.sendall(head.encode())
            for _ in range(100):
                line.sendall(b"x" * MEGABYTE)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            answer = line.recv(200)
        except ConnectionResetError:
            answer = b""
    assert answer.startswith(b"HTTP/1.1 413") or answer == b"", "cut, or told why"
    assert ask(web, "GET", "/health/live")[0] == 200
