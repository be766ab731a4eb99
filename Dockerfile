# One image for web, worker, timetable and migrations, and one for the reverse proxy;
# docker-compose.yml says which command each container runs.
#
# The images below are pinned by digest. Newer ones go into .env (docs/running.md, With containers).
ARG PYTHON_IMAGE=python:3.13-slim-bookworm@sha256:67a1e1f215ccda113cfc024e8639049257e88f273898f595b61476d128d387e8
ARG CADDY_IMAGE=caddy:2.10-alpine@sha256:4c6e91c6ed0e2fa03efd5b44747b625fec79bc9cd06ac5235a779726618e530d

# --- Packages: exactly those of the hashed list, as wheels, so that no compiler is needed.
#     The list is complete: nothing is resolved here, and `pip check` says so if that is not true.
FROM ${PYTHON_IMAGE} AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv --without-pip /opt/portal
COPY requirements.txt /
RUN pip --python /opt/portal/bin/python install \
        --no-deps --require-hashes --only-binary :all: --requirement /requirements.txt \
    && pip --python /opt/portal/bin/python check

# --- The reverse proxy ------------------------------------------------------------------------
FROM ${CADDY_IMAGE} AS proxy
# A copy without the right to bind low ports: with `cap_drop: ALL` the one with it does not start.
RUN cp /usr/bin/caddy /usr/local/bin/caddy && rm /usr/bin/caddy \
    && addgroup -S -g 10002 proxy && adduser -S -D -H -u 10002 -G proxy proxy \
    && chown -R proxy:proxy /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
COPY deploy/maintenance.html /srv/maintenance.html
ENV HTTP_PORT=8080 HTTPS_PORT=8443 MAINTENANCE_DIR=/srv
EXPOSE 8080 8443
USER 10002:10002
CMD ["/usr/local/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]

# --- The portal -------------------------------------------------------------------------------
FROM ${PYTHON_IMAGE} AS portal
# What papers are set with as PDF: libraries and letters of Debian, and nothing that compiles; and
# what PostgreSQL makes dumps with, of the same Debian as docker-compose.yml's own PostgreSQL.
RUN apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-dejavu-core \
        postgresql-client \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/opt/portal/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_MODE=production VAR_DIR=/srv/var
RUN groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid portal --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -m 0700 -o portal -g portal /erasures
COPY --from=packages /opt/portal /opt/portal
WORKDIR /srv/portal
# .dockerignore leaves out tests, demo, example village and everything of this machine.
COPY . .
# Static files go into the image. Nothing is asked of the servers named here, and the key signs
# nothing: the settings want them named.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    SITE_URL=https://portal.example.org ALLOWED_HOSTS=portal.example.org \
    DATABASE_URL=postgres:///unused EMAIL_URL=smtp://localhost:25 MAIL_FROM=buurtpreventie@example.org \
    python manage.py collectstatic --noinput \
    && python -m compileall -q .
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "dorst_portal.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
     "--workers=2", "--threads=4", "--keep-alive=60", "--no-control-socket", \
     "--worker-tmp-dir=/dev/shm", "--logger-class=dorst_portal.kit.running.gunicorn.LogLines"]
