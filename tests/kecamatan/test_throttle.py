"""Throttled sign-in: over all workers, without shutting anybody out for good, and without telling who exists."""

import threading
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from kecamatan import throttle
from kecamatan.client_address import UNKNOWN, client_address
from tests.conftest import PASSWORD
from tests.kecamatan.test_sign_in import LOGIN, sign_in_as, signed_in


def fail(name="petugas", times=1, address="10.0.0.1", client=None):
    for _try in range(times):
        response = (client or Client()).post(LOGIN, {"username": name, "password": "salah"}, REMOTE_ADDR=address)
    return response


def right(name="petugas", address="10.0.0.1", client=None):
    return (client or Client()).post(LOGIN, {"username": name, "password": PASSWORD}, REMOTE_ADDR=address)


def age(**by):
    """Let time pass: every try happened that much earlier."""
    for row in AccessFailureLog.objects.all():
        AccessFailureLog.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - timedelta(**by))


def test_after_eight_tries_even_the_right_password_waits(cast):
    assert fail(times=8).status_code == 200
    response = right()
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 15 * 60
    page = response.content.decode()
    assert 'value="petugas"' in page
    assert response.context["form"].non_field_errors()


def test_known_and_unknown_names_get_the_same_answers(cast):
    for times in (8, 1):
        known, unknown = fail("petugas", times), fail("nobody", times)
        assert known.status_code == unknown.status_code
        assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
        assert ("Retry-After" in known) == ("Retry-After" in unknown)
    assert known.status_code == 429


def test_the_pause_ends_by_itself_and_trying_during_it_does_not_lengthen_it(cast):
    fail(times=8)
    age(minutes=14)
    first = int(fail()["Retry-After"])
    assert int(fail(times=5)["Retry-After"]) <= first
    age(minutes=1, seconds=1)
    assert right().status_code == 302


def test_a_colleague_elsewhere_is_not_shut_out(cast):
    fail(times=9, address="203.0.113.5")
    assert right(address="10.0.0.1").status_code == 302


def test_the_next_desk_can_go_on_with_another_name(cast):
    fail("petugas", times=9)
    assert right("admin").status_code == 302


def test_case_space_and_look_alike_letters_are_one_name(cast):
    for name in ["petugas", "PETUGAS", " Petugas ", "pEtugas"] * 2:
        fail(name)
    assert right("petugas").status_code == 429
    assert throttle.same_name("SITI") == throttle.same_name("sıti")


def test_a_right_password_forgives_earlier_slips(cast):
    fail(times=7)
    assert right().status_code == 302
    fail(times=7)
    assert right().status_code == 302


def test_a_name_tried_from_many_addresses_rests_for_strangers_only(cast):
    at_home = Client()
    assert right(client=at_home).status_code == 302
    for address in range(12):
        fail(times=5, address=f"198.51.100.{address}")
    assert AccessFailureLog.objects.count() == 60
    assert right(address="198.51.100.200").status_code == 429
    assert right(client=at_home, address="10.9.9.9").status_code == 302
    age(hours=1, seconds=1)
    assert right(address="198.51.100.200").status_code == 302


def test_a_browser_that_signed_in_before_is_not_shut_out_by_its_neighbours(cast):
    mine = Client()
    right(client=mine)
    mine.post("/accounts/logout/")
    assert fail(times=9).status_code == 429
    assert right(client=mine).status_code == 302


def test_a_known_browser_has_a_limit_of_its_own(cast):
    mine = Client()
    right(client=mine)
    mine.post("/accounts/logout/")
    fail(times=8, client=mine)
    assert right(client=mine, address="10.0.0.99").status_code == 429


def test_a_browser_is_known_for_the_name_it_signed_in_with_only(cast):
    thief = Client()
    right("pejabat", client=thief)
    thief.post("/accounts/logout/")
    fail("admin", times=8, client=thief)
    assert fail("admin").status_code == 429


def test_a_forged_cookie_is_nothing(cast):
    client = Client()
    client.cookies[throttle.BROWSER_COOKIE] = "eyJpZCI6IngifQ:1abc:forged"
    fail(times=8)
    assert right(client=client).status_code == 429


def test_the_cookie_does_not_hold_the_name_in_the_clear(cast):
    response = right()
    assert "petugas" not in response.cookies[throttle.BROWSER_COOKIE].value
    assert response.cookies[throttle.BROWSER_COOKIE]["httponly"]


def test_an_admins_reset_link_ends_the_pause(cast, sign_in):
    fail(times=9)
    link = sign_in("admin").post(f"/users/{cast.petugas.pk}/reset-link/").context["link"]
    client = Client()
    form = client.get(link)["Location"]
    client.post(form, {"new_password1": "sampan-hijau-31", "new_password2": "sampan-hijau-31"})
    response = client.post(LOGIN, {"username": "petugas", "password": "sampan-hijau-31"}, REMOTE_ADDR="10.0.0.1")
    assert response.status_code == 302


def test_one_password_on_many_names_is_bounded_by_address(cast):
    at_home = Client()
    assert right("petugas", client=at_home).status_code == 302
    at_home.post("/accounts/logout/")
    statuses = [fail(f"name-{number}").status_code for number in range(102)]
    assert statuses == [200] * 100 + [429] * 2
    assert int(fail("another")["Retry-After"]) > 0
    assert right("admin", address="10.0.0.2").status_code == 302
    assert right("petugas", client=at_home).status_code == 302
    age(minutes=15, seconds=1)
    assert right("admin").status_code == 302


def test_few_passwords_are_looked_at_at_the_same_time(cast, monkeypatch):
    monkeypatch.setattr(throttle, "SECONDS_FOR_A_CHECK", 0.05)
    with throttle.password_check() as first, throttle.password_check() as second:
        assert first
        assert second
        response = right()
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert 'value="petugas"' in response.content.decode()
        assert "Banyak orang" in response.content.decode()
    assert not AccessFailureLog.objects.exists()
    assert right().status_code == 302


def test_few_wait_for_their_turn(monkeypatch):
    monkeypatch.setattr(throttle, "_checks_or_waiting", threading.BoundedSemaphore(1))
    with throttle.password_check() as first, throttle.password_check() as second:
        assert (first, second) == (True, False)
    with throttle.password_check() as again:
        assert again


# --- Proxies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "expected"),
    [
        ("10.0.0.1", "", 0, "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", 0, "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", 1, "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4", 1, "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", 2, "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4", 2, "10.0.0.1"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", "nonsense", 1, "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4:5678", 1, "1.2.3.4"),
        ("10.0.0.1", '"[2001:db8:1:2:3:4:5:6]:80"', 1, "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "", 0, "2001:db8:1:2::"),
        ("::ffff:10.0.0.7", "", 0, "10.0.0.7"),
        ("fe80::1%eth0", "", 0, "fe80::"),
        ("", "", 0, UNKNOWN),
        ("unix:", "", 0, UNKNOWN),
    ],
)
def test_the_clients_address_is_the_one_our_own_proxies_vouch_for(remote, forwarded, proxies, expected):
    assert client_address(remote, forwarded, proxies) == expected


def test_a_made_up_forwarding_header_does_not_escape_the_limit(cast, settings):
    settings.PROXY_COUNT = 1
    for number in range(8):
        header = {"x-forwarded-for": f"6.6.6.{number}, 203.0.113.9"}
        Client().post(LOGIN, {"username": "petugas", "password": "salah"}, headers=header)
    header = {"x-forwarded-for": "6.6.6.99, 203.0.113.9"}
    response = Client().post(LOGIN, {"username": "petugas", "password": PASSWORD}, headers=header)
    assert response.status_code == 429


# --- The tables -----------------------------------------------------------------------------------------------------


def test_nothing_is_kept_but_the_tries_of_the_last_hour(cast, monkeypatch):
    monkeypatch.setitem(throttle._forgetting, "next", 0.0)
    fail(times=3)
    fail("nobody", times=2)
    right("admin")
    assert (AccessAttempt.objects.count(), AccessLog.objects.count()) == (0, 0)
    assert AccessFailureLog.objects.count() == 5
    age(hours=1, seconds=1)
    fail("other")
    assert AccessFailureLog.objects.count() == 6  # looked for once a minute
    monkeypatch.setitem(throttle._forgetting, "next", 0.0)
    fail("other")
    assert AccessFailureLog.objects.count() == 2
    assert throttle.forget_old_tries(timezone.now() + timedelta(hours=2)) == 2


def test_neither_passwords_nor_browsers_are_stored(cast):
    Client(headers={"user-agent": "Secret browser"}).post(LOGIN, {"username": "petugas", "password": "salah"})
    row = AccessFailureLog.objects.get()
    assert (row.user_agent, row.http_accept, row.path_info) == ("", "", "sign-in")


def test_an_admin_at_the_server_can_end_a_pause(cast, capsys):
    from django.core.management import call_command

    fail(times=9)
    call_command("axes_reset_username", "PETUGAS")
    assert right().status_code == 302


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_do_not_slip_past_the_limit(cast, own_connections):
    """20 threads, each with a connection of its own as every worker has: no more than 8 passwords are looked at."""
    allowed, barrier = [], threading.Barrier(20)

    def one():
        try:
            request = RequestFactory().post(LOGIN)
            barrier.wait(timeout=30)
            allowed.append(not throttle.take(request, throttle.SIGN_IN, "petugas"))
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _thread in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 20
    assert sum(allowed) <= 8


def test_signing_in_through_the_client_still_works_after_all_this(client, cast):
    sign_in_as(client, "petugas")
    assert signed_in(client)
