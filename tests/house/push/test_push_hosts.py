"""An endpoint is typed by a stranger's browser: only push services we know may be posted to."""

import pytest

from klankbord.house.push.hosts import EndpointRefused, PushHosts

HOSTS = PushHosts()

HOSTILE = [
    "http://fcm.googleapis.com/fcm/send/1",
    "https://fcm.googleapis.com:8443/fcm/send/1",
    "https://fcm.googleapis.com:0/x",
    "https://fcm.googleapis.com.evil.nl/x",
    "https://evilfcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.nl/x",
    "https://evil.nl#@fcm.googleapis.com/",
    "https://user:pw@fcm.googleapis.com/x",
    "https://fcm.googleapis.com\\@evil.nl/x",
    "https://fcm.googleapis.com./x",
    "https://notify.windows.com/x",
    "https://evilnotify.windows.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://2130706433/x",
    "https://localhost/x",
    "http://127.0.0.1:8090/wpush/1",
    "https://fcm.googleapis.com:443:443/x",
    "https://fcm.googleapis.com\r\nhost: evil.nl/x",
    "https://ｆcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "file:///etc/passwd",
    "gopher://fcm.googleapis.com/x",
    "javascript:alert(1)",
    "",
    "https://",
    "https://[fcm.googleapis.com/x",
    "https://fcm.googleapis.com/" + "x" * 3000,
]


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_a_hostile_address_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointRefused):
        HOSTS.origin(endpoint)


def test_a_refusal_repeats_nothing_of_the_address() -> None:
    with pytest.raises(EndpointRefused) as refusal:
        HOSTS.origin("https://evil.nl/secret")
    assert "evil" not in str(refusal.value)


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:APA91", "https://fcm.googleapis.com"),
        ("https://FCM.googleapis.com:443/x", "https://fcm.googleapis.com"),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", "https://updates.push.services.mozilla.com"),
        ("https://web.push.apple.com/QAbc", "https://web.push.apple.com"),
        ("https://wns2-am3p.notify.windows.com/w/?token=x", "https://wns2-am3p.notify.windows.com"),
    ],
)
def test_the_services_of_today_are_known(endpoint: str, origin: str) -> None:
    assert HOSTS.origin(endpoint) == origin


class Asked:
    """As much of Settings as the list reads."""

    def __init__(self, push_hosts: str, demo: bool) -> None:
        self.push_hosts, self.demo = push_hosts, demo


def test_a_local_service_counts_in_a_demo_only() -> None:
    local = "http://127.0.0.1:8090"
    assert PushHosts.from_settings(Asked(local, demo=True)).origin(f"{local}/wpush/1") == local  # type: ignore[arg-type]
    with pytest.raises(EndpointRefused):
        PushHosts.from_settings(Asked(local, demo=False)).origin(f"{local}/wpush/1")  # type: ignore[arg-type]


def test_even_a_demo_reaches_no_other_machine_without_https() -> None:
    hosts = PushHosts.from_settings(Asked("http://10.0.0.1:80,http://evil.nl,http://[::", demo=True))  # type: ignore[arg-type]
    for endpoint in ("http://10.0.0.1:80/x", "http://evil.nl/x", "http://127.0.0.1:8091/x"):
        with pytest.raises(EndpointRefused):
            hosts.origin(endpoint)


def test_an_organisation_can_add_a_host_of_its_own() -> None:
    hosts = PushHosts.from_settings(Asked("push.klankbord.nl, .push.orkest.nl", demo=False))  # type: ignore[arg-type]
    assert hosts.origin("https://push.klankbord.nl/x") == "https://push.klankbord.nl"
    assert hosts.origin("https://eu.push.orkest.nl/x") == "https://eu.push.orkest.nl"
    with pytest.raises(EndpointRefused):
        hosts.origin("https://sub.push.klankbord.nl/x")
