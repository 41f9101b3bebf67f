FROM python:3.11-slim
RUN useradd --create-home --uid 10001 desk && mkdir /data && chown desk /data
WORKDIR /srv/consultant
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY consultant consultant
RUN pip install --no-cache-dir -c constraints.txt .
COPY config config
COPY templates templates
USER desk
VOLUME /data
EXPOSE 2525
CMD ["consultant", "serve", "--config", "/srv/consultant/config"]
