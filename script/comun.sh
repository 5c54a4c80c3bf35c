# What script/server and script/test share: system packages, virtual environment, database, front end.
set -Eeuo pipefail
trap 'echo "✗ Falló: $BASH_COMMAND (${BASH_SOURCE[0]:-}, línea $LINENO)" >&2' ERR
cd "$(dirname "${BASH_SOURCE[0]}")/.."
RAIZ=$PWD
mkdir -p var
export PATH="$RAIZ/.venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1

decir() { printf '· %s\n' "$*" >&2; }
morir() { printf '✗ %s\n' "$*" >&2; exit 1; }

# The newest PostgreSQL that has PostGIS: Debian's folders, then Red Hat's.
binarios_postgres() {
    local control
    control=$({ compgen -G '/usr/share/postgresql/*/extension/postgis.control' || compgen -G '/usr/pgsql-*/share/extension/postgis.control'; } | sort -V | tail -n 1)
    case $control in
        /usr/share/*) echo "/usr/lib/postgresql/$(cut -d/ -f5 <<<"$control")/bin" ;;
        /usr/pgsql-*) echo "${control%/share/*}/bin" ;;
    esac
}
hay_biblioteca() { /sbin/ldconfig -p 2>/dev/null | grep -c "$1" >/dev/null; }
hay_venv() { python3 -c 'import ensurepip, venv' >/dev/null 2>&1; }

paquetes_que_faltan() {
    command -v python3 >/dev/null && hay_venv || echo python3 python3-venv
    hay_biblioteca libgdal || echo gdal-bin
    [ -x /usr/lib/cgi-bin/mapserv ] || command -v mapserv >/dev/null || echo cgi-mapserver # WMS and WFS
    hay_biblioteca libpangoft2 && hay_biblioteca libharfbuzz-subset || echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 # PDF
    if [ -z "${DATABASE_URL:-}" ]; then
        [ -n "$(binarios_postgres)" ] || echo postgresql postgresql-contrib postgis postgresql-postgis
    fi
    if [ "${CON_NAVEGADOR:-}" = 1 ]; then
        [ -x /usr/bin/chromium ] || echo chromium fonts-noto-core
        hay_biblioteca libatomic || echo libatomic1 # the driver of Playwright asks for it
    fi
}

instalar_paquetes() {
    local faltan; faltan=$(paquetes_que_faltan | xargs)
    [ -z "$faltan" ] && return
    local root=; [ "$(id -u)" = 0 ] || root='sudo -n'
    command -v apt-get >/dev/null || morir "Faltan paquetes del sistema: $faltan. Instálelos y vuelva a ejecutar."
    $root true 2>/dev/null || morir "Faltan paquetes del sistema y no hay permiso para instalarlos. Ejecute: sudo apt-get install $faltan"
    decir "Instalando paquetes del sistema: $faltan"
    $root apt-get update -qq >var/apt.log 2>&1 || morir "apt-get update falló; vea var/apt.log"
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $faltan >>var/apt.log 2>&1 ||
        morir "No se pudieron instalar: $faltan. Vea var/apt.log"
}

# hecho NOMBRE ARCHIVO…: true where these files were already dealt with, exactly as they are now.
hecho() { [ "$(cat "var/$1.hecho" 2>/dev/null)" = "$(cat "${@:2}" | sha256sum)" ]; }
anotar() { cat "${@:2}" | sha256sum >"var/$1.hecho"; }

preparar_python() {
    local lock=${1:-requirements.lock}
    hecho python requirements-dev.lock && [ -x .venv/bin/python ] && return
    hecho python "$lock" && [ -x .venv/bin/python ] && return
    decir "Instalando bibliotecas de Python en .venv (la primera vez tarda cerca de un minuto)"
    [ -x .venv/bin/python ] || python3 -m venv .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock" || morir "pip no pudo instalar $lock"
    anotar python "$lock"
}

como_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"); else "$@"; fi
}

secreto() { head -c 32 /dev/urandom | base64 | tr -d '/+=\n'; }

# The cluster's folder must be reachable by the user that runs PostgreSQL, which a clone under /root is not.
carpeta_postgres() {
    if [ "$(id -u)" != 0 ] || como_postgres test -x "$RAIZ"; then echo "$RAIZ/var/postgres"
    else echo "/var/lib/postgresql/sig-$(printf %s "$RAIZ" | cksum | cut -d' ' -f1)"; fi
}

preparar_base() {
    [ -f var/secretos.env ] || (umask 077; printf 'SECRET_KEY=%s\nCLAVE_POSTGRES=%s\n' "$(secreto)$(secreto)" "$(secreto)" >var/secretos.env)
    local SECRETOS; SECRETOS=$(cat var/secretos.env)
    export SECRET_KEY=${SECRET_KEY:-$(sed -n 's/^SECRET_KEY=//p' <<<"$SECRETOS")}
    [ -n "${DATABASE_URL:-}" ] && return
    local clave bin dir puerto
    clave=$(sed -n 's/^CLAVE_POSTGRES=//p' <<<"$SECRETOS"); bin=$(binarios_postgres); dir=$(carpeta_postgres)
    [ -f "$dir/PG_VERSION" ] || crear_cluster "$bin" "$dir" "$clave"
    como_postgres "$bin/pg_ctl" -D "$dir" status >/dev/null 2>&1 || encender_cluster "$bin" "$dir"
    puerto=$(sed -n 4p "$dir/postmaster.pid")
    export DATABASE_URL="postgis://gis:$clave@127.0.0.1:$puerto/gis"
    PGPASSWORD=$clave "$bin/psql" -qAt -h 127.0.0.1 -p "$puerto" -U gis postgres -c "SELECT 1 FROM pg_database WHERE datname='gis'" | grep -q 1 ||
        PGPASSWORD=$clave "$bin/createdb" -h 127.0.0.1 -p "$puerto" -U gis gis
}

crear_cluster() {
    decir "Creando la base de datos privada en $2"
    mkdir -p "$2"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$2"; fi
    local archivo; archivo=$(mktemp); echo "$3" >"$archivo"
    if [ "$(id -u)" = 0 ]; then chown postgres: "$archivo"; fi
    como_postgres "$1/initdb" -D "$2" -U gis --auth=scram-sha-256 --pwfile="$archivo" --encoding=UTF8 --locale=C.UTF-8 >var/initdb.log 2>&1 ||
        morir "initdb falló; vea var/initdb.log"
    rm -f "$archivo"
}

puerto_libre() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

encender_cluster() {
    local puerto; puerto=$(puerto_libre)
    como_postgres "$1/pg_ctl" -D "$2" -l "$2/registro.log" -w -t 60 -o "-p $puerto -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200" start >/dev/null ||
        morir "PostgreSQL no arrancó; vea $2/registro.log"
}

# The worker of the jobs: rises again when it falls, and ends with the process that called this, however that one ends.
encender_trabajador() {
    setpriv --pdeathsig KILL bash -c 'while :; do setpriv --pdeathsig TERM python manage.py db_worker --verbosity 0; sleep 5; done' &
}

# The post office, in the same way.
encender_correo() {
    setpriv --pdeathsig KILL bash -c 'while :; do setpriv --pdeathsig TERM python manage.py enviar_correos --cada 10 --verbosity 0; sleep 5; done' &
}

# What the calendar owes, each task once a day: asked every hour, after the server is up, without getting in its way.
encender_tareas() {
    setpriv --pdeathsig KILL bash -c 'sleep 120; while :; do setpriv --pdeathsig TERM nice -n 10 python manage.py tareas_diarias --verbosity 0; sleep 3600; done' &
}

construir_frente() {
    if ! hecho npm package-lock.json || [ ! -d node_modules ]; then
        decir "Instalando bibliotecas de JavaScript en node_modules"
        npm ci --silent --no-audit --no-fund || morir "npm ci falló"
        anotar npm package-lock.json
    fi
    npm run --silent construir
}
