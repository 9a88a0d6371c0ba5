import os
import subprocess
import sys
import zipfile

from lanes import slow
from packages import ROOT
from ukim.model import Package


@slow
def test_an_installed_package_carries_the_tables_and_the_command(tmp_path) -> None:
    wheel = [
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--wheel-dir",
        tmp_path,
        ROOT,
    ]
    subprocess.run([sys.executable, "-m", *map(str, wheel)], check=True, capture_output=True)
    (built,) = tmp_path.glob("ukim-*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path / "installed")
        entry_points = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert {"ukim/py.typed", "ukim/package/LICENSES/MIT.txt"} <= set(archive.namelist())
        assert "ukim = ukim.cli:main" in archive.read(entry_points).decode()
    code = (
        "import ukim, ukim.files; print(ukim.files.packaged().name, ukim.load('regions').height, "
        "ukim.connect().sql('FROM prosecutions').shape[0] > 0, ukim.__version__, ukim.cite().text[:17])"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout == f"package 20 True {Package.read(ROOT / 'datapackage.json').version} Ukim contributors\n"
    validated = [sys.executable, "-m", "ukim", "validate", tmp_path / "installed/ukim/package"]
    assert subprocess.run(validated, env=environment, check=False, capture_output=True).returncode == 0


def test_the_checkout_serves_its_own_tables() -> None:
    from ukim.files import packaged

    assert packaged() == ROOT
