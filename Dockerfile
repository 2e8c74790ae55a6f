FROM node:22-slim AS front
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.13-slim
WORKDIR /app
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir --root-user-action=ignore uv
COPY .python-version pyproject.toml uv.lock ./
RUN uv sync --frozen --no-cache --no-group dev --no-group embedded
ENV PATH="/app/.venv/bin:$PATH"
COPY --from=front /app/node_modules node_modules
COPY . .
ENV STATICFILES_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage
RUN SECRET_KEY=build DATABASE_URL=postgres://build/build \
    ENCRYPTION_KEYS="$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    python manage.py collectstatic --noinput \
    && useradd --system --no-create-home helpdesk \
    && install -d -o helpdesk -g helpdesk /media
USER helpdesk
ENV BIND=0.0.0.0 PORT=8000 MEDIA_ROOT=/media
VOLUME /media
EXPOSE 8000
CMD ["bin/web"]
