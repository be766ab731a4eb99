# One image for web, worker and timetable; docker-compose.yml says which command each one runs.
# The tag is pinned by version, not by digest: give it the digest of the image you tested.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/portal
COPY requirements.txt .
RUN /opt/portal/bin/pip install --require-hashes --only-binary :all: -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/portal/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/srv/var
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal /srv/var
COPY --from=packages /opt/portal /opt/portal
WORKDIR /srv/portal
COPY . .
USER portal
# Static files need no secrets: the demo's settings and a key that signs nothing do.
RUN PORTAL_MODE=demo SECRET_KEY=only-for-building python manage.py collectstatic --noinput
ENV PORTAL_MODE=production
EXPOSE 8000
CMD ["gunicorn", "dorst_portal.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", \
     "--workers=2", "--threads=4", "--no-control-socket", "--worker-tmp-dir=/dev/shm", \
     "--logger-class=dorst_portal.kit.gunicorn.LogLines"]
