"""The manifests against the schemas of Kubernetes, and what they name against what is there."""

import ipaddress
import re
import shutil
import subprocess
from urllib.parse import urlsplit

import kubernetes_validate
import pytest
import yaml

from iepkit.cli import _parser
from iepkit.content import examine
from iepkit.serving import settings
from iepkit.serving.journal import Journal
from iepkit.serving.metrics import Metrics
from iepkit.serving.places import Places
from iepkit.serving.room import Patience, Room
from tests.deploy import kustomize
from tests.deploy.dockerfile import entrypoint
from tests.kit import ROOT
from tests.served import free_port
from tests.serving.test_console import Kernels

FOLDER = ROOT / "deploy/kubernetes"
WHOLE = ("ingress-haproxy", "ingress-nginx", "trial")
# The oldest that has preStop.sleep without a switch, and the newest that the package knows.
VERSIONS = ("1.30", "1.34", kubernetes_validate.latest_version())
DOCS = (ROOT / "docs/cluster.md").read_text()


def autoscaled(tmp_path):
    """A folder as the page on clusters says to make one, where the number of servers is the autoscaler's."""
    kit = tmp_path / "kubernetes"
    shutil.copytree(FOLDER, kit)
    own = kit / "ingress-haproxy/kustomization.yaml"
    own.write_text(own.read_text() + "  - ../autoscaling\n")
    return own.parent


@pytest.fixture(params=[*WHOLE, "autoscaled"])
def folder(request, tmp_path):
    return autoscaled(tmp_path) if request.param == "autoscaled" else FOLDER / request.param


@pytest.fixture
def manifests(folder):
    return kustomize.resolved(folder)


def of(kind, manifests):
    return {one["metadata"]["name"]: one for one in manifests if one["kind"] == kind}


@pytest.mark.parametrize("version", VERSIONS)
def test_each_manifest_fits_the_schema_of_kubernetes(manifests, version):
    for manifest in manifests:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_manifest_with_a_slip_is_found(manifests):
    servers = of("StatefulSet", manifests)["iepkit"]
    kustomize.pod(servers)["containers"][0]["readOnlyRootFilesytem"] = True
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(servers, VERSIONS[-1], strict=True)


@pytest.mark.skipif(not shutil.which("kubectl"), reason="there is no kubectl here")
def test_kustomize_itself_makes_the_same_of_it(folder, manifests):
    made = subprocess.run(["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=True).stdout
    # It adds what names the content of a ConfigMap, to its name and wherever that stands.
    plain = re.sub(r"\b(iepkit-(?:organisation|workshop))-[a-z0-9]{10}\b", r"\1", made)
    theirs = {kustomize.key(one): one for one in yaml.safe_load_all(plain)}
    assert theirs == {kustomize.key(one): one for one in manifests}


def test_every_file_belongs_to_something():
    named = set()
    for path in FOLDER.rglob("kustomization.yaml"):
        described = yaml.safe_load(path.read_text())
        made = [
            name
            for one in described.get("configMapGenerator", [])
            for name in [*one.get("files", []), *one.get("envs", [])]
        ]
        names = [*described.get("resources", []), *[one["path"] for one in described.get("patches", [])], *made]
        named |= {(path.parent / name).resolve() for name in names}
    aside = {"kustomization.yaml", "adapter-rules.yaml"}
    files = {path.resolve() for path in FOLDER.glob("*/*") if path.name not in aside}
    assert files == {path for path in named if path.is_file()}


def labels(owner):
    return owner["spec"]["template"]["metadata"]["labels"]


def has(selector, found):
    return selector.items() <= found.items()


def test_every_selector_finds_a_pod(manifests):
    pods = [labels(owner) for owner in of("StatefulSet", manifests).values()]
    selectors = [service["spec"]["selector"] for service in of("Service", manifests).values()]
    for one in manifests:
        if one["kind"] in ("StatefulSet", "PodDisruptionBudget"):
            selectors.append(one["spec"]["selector"]["matchLabels"])
        if one["kind"] == "NetworkPolicy" and one["spec"]["podSelector"]:
            selectors.append(one["spec"]["podSelector"]["matchLabels"])
            ways = [*one["spec"].get("ingress", []), *one["spec"].get("egress", [])]
            ends = [end for way in ways for end in [*way.get("from", []), *way.get("to", [])]]
            selectors += [end["podSelector"]["matchLabels"] for end in ends if "podSelector" in end]
    assert selectors
    for selector in selectors:
        assert any(has(selector, found) for found in pods), selector


def test_every_port_that_is_named_is_one_of_the_pods(manifests):
    owners = of("StatefulSet", manifests).values()
    for service in of("Service", manifests).values():
        (owner,) = [one for one in owners if has(service["spec"]["selector"], labels(one))]
        ports = {port["name"] for one in kustomize.pod(owner)["containers"] for port in one["ports"]}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    for container in kustomize.containers(manifests):
        ports = {port["name"] for port in container["ports"]}
        probes = [container.get(f"{name}Probe", {}).get("httpGet") for name in ("startup", "readiness", "liveness")]
        assert {probe["port"] for probe in probes if probe} <= ports


def test_what_a_pod_takes_from_elsewhere_is_there_or_the_page_says_how_to_make_it(manifests):
    secrets = set(re.findall(r"create secret generic ([\w-]+)", DOCS)) | set(
        re.findall(r"create secret tls ([\w-]+)", DOCS)
    )
    maps = of("ConfigMap", manifests)
    for owner in of("StatefulSet", manifests).values():
        assert owner["spec"]["serviceName"] in of("Service", manifests)
        volumes = {volume["name"]: volume for volume in kustomize.pod(owner)["volumes"]}
        claims = {claim["metadata"]["name"] for claim in owner["spec"].get("volumeClaimTemplates", [])}
        for volume in volumes.values():
            if "configMap" in volume:
                assert volume["configMap"]["name"] in maps
            if "secret" in volume:
                assert volume["secret"]["secretName"] in secrets
        for container in kustomize.pod(owner)["containers"]:
            assert {mount["name"] for mount in container["volumeMounts"]} <= volumes.keys() | claims
            assert {one["configMapRef"]["name"] for one in container.get("envFrom", [])} <= maps.keys()
            keys = [one["valueFrom"]["secretKeyRef"] for one in container["env"] if "valueFrom" in one]
            assert {one["name"] for one in keys} <= secrets
    for ingress in of("Ingress", manifests).values():
        assert {tls["secretName"] for tls in ingress["spec"]["tls"]} <= secrets
        (rule,) = ingress["spec"]["rules"]
        service = rule["http"]["paths"][0]["backend"]["service"]
        ports = of("Service", manifests)[service["name"]]["spec"]["ports"]
        assert service["port"]["name"] in {port["name"] for port in ports}
        assert rule["host"] == urlsplit(maps["iepkit-workshop"]["data"]["ADDRESS"]).hostname


def test_no_container_may_do_more_than_it_needs(manifests):
    for owner in of("StatefulSet", manifests).values():
        pod = kustomize.pod(owner)
        assert not pod["automountServiceAccountToken"]
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"]["limits"]["memory"]


def values_of(manifests):
    """What stands in the environment of a server."""
    (server,) = kustomize.pod(of("StatefulSet", manifests)["iepkit"])["containers"]
    own = {one["name"]: one["value"] for one in server["env"] if "value" in one}
    return server, own | of("ConfigMap", manifests)["iepkit-workshop"]["data"]


def options_of(manifests):
    """What the server is started with, as the kit reads it."""
    server, values = values_of(manifests)
    arguments = [re.sub(r"\$\((\w+)\)", lambda found: values[found[1]], argument) for argument in server["args"]]
    return _parser().parse_args([*entrypoint(), *arguments])


def test_the_server_understands_what_it_is_started_with(manifests):
    server, values = values_of(manifests)
    options = options_of(manifests)
    assert options.attendees == int(values["ATTENDEES"])
    assert options.label == values["LABEL"]
    assert options.proxy
    ports = {port["name"]: port["containerPort"] for port in server["ports"]}
    assert ports == {"phones": options.port, "probes": options.probe_port}
    # An address with a password is in no argument, where everybody in the machine reads it.
    assert options.answers == ""


def test_a_server_has_the_time_to_see_its_phones_off(manifests):
    servers = of("StatefulSet", manifests)["iepkit"]
    (server,) = kustomize.pod(servers)["containers"]
    before = server["lifecycle"]["preStop"]["sleep"]["seconds"]
    whole = kustomize.pod(servers)["terminationGracePeriodSeconds"]
    assert before + options_of(manifests).drain + 10 <= whole


_UNITS = {"Mi": 2**20, "Gi": 2**30}


def test_the_memory_of_a_server_holds_its_places(manifests, monkeypatch):
    server, values = values_of(manifests)
    memory = server["resources"]["limits"]["memory"]
    limit = int(memory[:-2]) * _UNITS[memory[-2:]]
    volumes = kustomize.pod(of("StatefulSet", manifests)["iepkit"])["volumes"]
    # What lies in memory as files counts too.
    files = sum(int(one["emptyDir"]["sizeLimit"][:-2]) * _UNITS["Mi"] for one in volumes if "emptyDir" in one)
    monkeypatch.setattr(settings, "free", lambda: limit - files)
    monkeypatch.setattr(settings, "can_fork", lambda: True)
    assert settings.places_in_memory() >= int(values["ATTENDEES"])
    assert server["resources"]["requests"]["memory"] == memory


def test_the_organisations_file_is_one_that_the_kit_reads(manifests, kit):
    kit.path("iepkit.toml").write_text(of("ConfigMap", manifests)["iepkit-organisation"]["data"]["iepkit.toml"])
    assert examine(kit.folder)[1] == []
    (server,) = kustomize.pod(of("StatefulSet", manifests)["iepkit"])["containers"]
    assert "/kit/iepkit.toml" in {mount["mountPath"] for mount in server["volumeMounts"]}


def test_only_the_ingress_and_prometheus_reach_a_server_and_only_a_server_the_database(manifests):
    policies = of("NetworkPolicy", manifests)
    assert policies["nothing"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert [way["ports"] for way in policies["servers"]["spec"]["ingress"]] == [
        [{"port": "phones"}],
        [{"port": "probes"}],
    ]
    assert all(end for way in policies["servers"]["spec"]["ingress"] for end in way["from"])
    if "database" in policies:
        (way,) = policies["database"]["spec"]["ingress"]
        assert has(way["from"][0]["podSelector"]["matchLabels"], labels(of("StatefulSet", manifests)["iepkit"]))
        assert "egress" not in policies["database"]["spec"]
    (way,) = policies["servers-to-database"]["spec"]["egress"]
    for end in way["to"]:
        assert "podSelector" in end or ipaddress.ip_network(end["ipBlock"]["cidr"]).num_addresses == 1


def test_the_figure_that_the_autoscaler_goes_by_is_one_that_the_server_gives(tmp_path):
    (scaler,) = of("HorizontalPodAutoscaler", kustomize.resolved(autoscaled(tmp_path))).values()
    (metric,) = [one["pods"]["metric"]["name"] for one in scaler["spec"]["metrics"]]
    (rule,) = yaml.safe_load((FOLDER / "autoscaling/adapter-rules.yaml").read_text())["rules"]["custom"]
    assert rule["name"]["as"] == metric
    series, state = re.match(r'(\w+)\{.*state="(\w+)"', rule["seriesQuery"]).groups()
    journal = Journal()
    text = Metrics(Room(Places(Kernels(), "page", 2, journal, 60), journal, Patience())).text().decode()
    assert f'{series}{{state="{state}"}}' in text
    _, values = values_of(kustomize.resolved(autoscaled(tmp_path / "again")))
    # There is room for those who come while another server starts.
    assert int(scaler["spec"]["metrics"][0]["pods"]["target"]["averageValue"]) <= 0.7 * int(values["ATTENDEES"])


@pytest.mark.skipif(not shutil.which("haproxy"), reason="there is no haproxy here")
def test_haproxy_understands_what_its_ingress_hands_on(tmp_path):
    (patch,) = yaml.safe_load_all((FOLDER / "ingress-haproxy/cookie.yaml").read_text())
    lines = patch["metadata"]["annotations"]["haproxy.org/backend-config-snippet"].splitlines()
    given = tmp_path / "haproxy.cfg"
    waits = "".join(f"  timeout {way} 5s\n" for way in ("connect", "client", "server"))
    snippet = "".join(f"  {line}\n" for line in lines)
    given.write_text(
        f"defaults\n  mode http\n{waits}frontend phones\n  bind 127.0.0.1:{free_port()}\n  default_backend servers\n"
        f"backend servers\n{snippet}  server one 127.0.0.1:1\n"
    )
    said = subprocess.run(["haproxy", "-c", "-f", str(given)], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert any(line.startswith("http-request redirect location https://") for line in lines)
