import { describe, expect, it } from "vitest";
import { misfitsOf, twoStages } from "./misfits-of.ts";

describe("Java", () => {
  const jar = "/src/target/*.jar /app.jar";
  const libs = "/src/build/libs/app.jar /app.jar";
  it.each([
    ["maven:3.9-eclipse-temurin-21", "RUN mvn -B package", "eclipse-temurin:17-jre", jar, "perhaps"],
    ["maven:3-amazoncorretto-21", "RUN mvn package", "amazoncorretto:17", jar, "perhaps"],
    ["gradle:8-jdk21", "RUN gradle bootJar", "eclipse-temurin:17-jre-alpine", libs, "perhaps"],
    ["eclipse-temurin:21-jdk", "RUN ./gradlew build", "gcr.io/distroless/java17-debian12", libs, "perhaps"],
    ["eclipse-temurin:21-jdk", "RUN ./mvnw package", "openjdk:17-jdk-slim", jar, "perhaps"],
    ["maven:3.9-eclipse-temurin-17", "RUN mvn package", "openjdk:8-jre-alpine", jar, "perhaps"],
    [
      "maven:3.9-eclipse-temurin-21",
      "RUN mvn package -Dmaven.compiler.release=21",
      "eclipse-temurin:17-jre",
      jar,
      "certain",
    ],
    ["eclipse-temurin:21", "RUN javac -d out Main.java", "eclipse-temurin:17-jre", "/src/out /app", "certain"],
    [
      "eclipse-temurin:21",
      "RUN javac --release 21 -d out Main.java",
      "eclipse-temurin:17-jre",
      "/src/out /app",
      "certain",
    ],
    [
      "maven:3.9-eclipse-temurin-21",
      "RUN mvn package",
      "debian:12-slim\nRUN apt-get update && apt-get install -y openjdk-17-jre-headless",
      jar,
      "perhaps",
    ],
    ["maven:3.9-eclipse-temurin-21", "RUN mvn package", "alpine:3.20\nRUN apk add openjdk17-jre", jar, "perhaps"],
    [
      "debian:12\nRUN apt-get update && apt-get install -y openjdk-17-jdk",
      "RUN javac -d out Main.java",
      "eclipse-temurin:11-jre",
      "/src/out /app",
      "certain",
    ],
    [
      "gradle:8-jdk21",
      "RUN gradle :web:bootJar",
      "eclipse-temurin:17-jre",
      "/src/web/build/libs/web.jar /app.jar",
      "perhaps",
    ],
    [
      "maven:3.9-eclipse-temurin-21",
      "RUN mvn package && cp target/app.jar /app.jar",
      "eclipse-temurin:17-jre",
      "/app.jar /",
      "perhaps",
    ],
  ])("%s: %s on %s", (builder, run, shipped, copy, expected) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([`${expected} ${copy.split(" ")[0]}`]);
  });

  it.each([
    ["maven:3.9-eclipse-temurin-17", "RUN mvn package", "eclipse-temurin:21-jre", jar],
    ["maven:3.9-eclipse-temurin-17", "RUN mvn package", "eclipse-temurin:17-jre-alpine", jar],
    ["maven:3.9-eclipse-temurin-21", "RUN mvn package -Dmaven.compiler.release=17", "eclipse-temurin:17-jre", jar],
    ["maven:3.9-eclipse-temurin-21", "RUN mvn package -Djava.version=17", "eclipse-temurin:17-jre", jar],
    ["eclipse-temurin:21", "RUN javac --release 17 -d out Main.java", "eclipse-temurin:17-jre", "/src/out /app"],
    ["eclipse-temurin:21", "RUN javac -source 1.8 -target 1.8 -d out Main.java", "openjdk:8-jre", "/src/out /app"],
    ["maven:3", "RUN mvn package", "eclipse-temurin:17-jre", jar],
    ["maven:3.9-eclipse-temurin-21", "RUN mvn package", "eclipse-temurin:latest", jar],
    ["maven:3.9-eclipse-temurin-21", "RUN mvn package", "eclipse-temurin:17-jre", "/src/config /config"],
    [
      "maven:3.9-eclipse-temurin-21",
      "RUN mvn package",
      "debian:12-slim\nCOPY --from=eclipse-temurin:21 /opt/java/openjdk /opt/java",
      jar,
    ],
    [
      "maven:3.9-eclipse-temurin-21",
      "RUN mvn package",
      "eclipse-temurin:17-jre\nCOPY --from=eclipse-temurin:21 /opt/java/openjdk /opt/java",
      jar,
    ],
    [
      "eclipse-temurin:21",
      "RUN ./mvnw package && jlink --add-modules java.base --output /jre",
      "debian:12-slim\nCOPY --from=build /jre /jre",
      jar,
    ],
    [
      "sbtscala/scala-sbt:eclipse-temurin-21.0.2_13_1.10.0_3.4.1",
      "RUN sbt assembly",
      "eclipse-temurin:17-jre",
      "/src/target/app.jar /",
    ],
  ])("silent: %s: %s on %s", (builder, run, shipped, copy) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([]);
  });
});

describe("Python", () => {
  const venv = "RUN python -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt";
  const path = "\nENV PATH=/opt/venv/bin:$PATH";
  it.each([
    ["python:3.11-slim", venv, `python:3.12-slim${path}`, "/opt/venv /opt/venv", "certain"],
    [
      "python:3.11",
      "RUN pip install -r requirements.txt",
      "python:3.12-slim",
      "/usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages",
      "certain",
    ],
    [
      "python:3.11",
      "RUN pip install -r requirements.txt",
      "python:3.12-slim",
      "/usr/local/lib/python3.11/site-packages /usr/local/lib/python3.12/site-packages",
      "perhaps",
    ],
    [
      "python:3.11",
      "RUN pip install --prefix=/install -r requirements.txt",
      "python:3.12-slim",
      "/install /usr/local",
      "certain",
    ],
    [
      "python:3.11",
      "RUN pip install --user -r requirements.txt",
      "python:3.12-slim",
      "/root/.local /root/.local",
      "certain",
    ],
    ["python:3.12-slim", venv, `python:3.12-alpine${path}`, "/opt/venv /opt/venv", "perhaps"],
    [
      "python:3.12-slim",
      "RUN python -m venv /opt/venv && /opt/venv/bin/pip install numpy",
      `python:3.12-alpine${path}`,
      "/opt/venv /opt/venv",
      "certain",
    ],
    [
      "python:3.11-slim",
      venv,
      'gcr.io/distroless/python3-debian12\nENTRYPOINT ["/opt/venv/bin/python", "app.py"]',
      "/opt/venv /opt/venv",
      "certain",
    ],
    [
      "python:3.11-slim",
      venv,
      `debian:12-slim\nRUN apt-get update && apt-get install -y python3${path}`,
      "/opt/venv /opt/venv",
      "certain",
    ],
    [
      "debian:12\nRUN apt-get update && apt-get install -y python3-venv",
      "RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install flask",
      `python:3.11-slim${path}`,
      "/opt/venv /opt/venv",
      "certain",
    ],
    [
      "ghcr.io/astral-sh/uv:bookworm-slim",
      "RUN uv sync --frozen",
      "python:3.12-slim\nENV PATH=/src/.venv/bin:$PATH",
      "/src/.venv /src/.venv",
      "certain",
    ],
    [
      "ghcr.io/astral-sh/uv:python3.12-bookworm-slim",
      "RUN uv sync --frozen",
      "python:3.13-slim\nENV PATH=/src/.venv/bin:$PATH",
      "/src /src",
      "certain",
    ],
    [
      "python:3.11-slim",
      "ENV POETRY_VIRTUALENVS_IN_PROJECT=true\nRUN poetry install --only main",
      "python:3.13-slim",
      "/src/.venv /src/.venv",
      "certain",
    ],
  ])("%s: %s on %s", (builder, run, shipped, copy, expected) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([`${expected} ${copy.split(" ")[0]}`]);
  });

  it.each([
    ["python:3.12", venv, `python:3.12-slim${path}`, "/opt/venv /opt/venv"],
    ["python:3.12.1-slim", venv, `python:3.12.4-slim${path}`, "/opt/venv /opt/venv"],
    ["python:3-slim", venv, `python:3.12-slim${path}`, "/opt/venv /opt/venv"],
    [
      "python:3.11-slim",
      "RUN python -m venv --copies /opt/venv && /opt/venv/bin/pip install flask",
      'gcr.io/distroless/python3-debian12\nENTRYPOINT ["/opt/venv/bin/python"]',
      "/opt/venv /opt/venv",
    ],
    [
      "python:3.11-slim",
      venv,
      "gcr.io/distroless/python3-debian12\nENV PYTHONPATH=/opt/venv/lib/python3.11/site-packages",
      "/opt/venv /opt/venv",
    ],
    [
      "debian:12-slim\nRUN apt-get update && apt-get install -y python3-venv",
      "RUN python3 -m venv /opt/venv",
      'gcr.io/distroless/python3-debian12\nENTRYPOINT ["/opt/venv/bin/python3"]',
      "/opt/venv /opt/venv",
    ],
    [
      "python:3.11-slim",
      venv,
      `debian:12-slim\nRUN apt-get update && apt-get install -y python3 && ln -s /usr/bin/python3 /usr/local/bin/python${path}`,
      "/opt/venv /opt/venv",
    ],
    [
      "ghcr.io/astral-sh/uv:python3.12-bookworm-slim",
      "ENV UV_PYTHON_DOWNLOADS=0\nRUN uv sync --frozen",
      "python:3.12-slim-bookworm\nENV PATH=/src/.venv/bin:$PATH",
      "/src /src",
    ],
    [
      "ghcr.io/astral-sh/uv:bookworm-slim",
      "ENV UV_PYTHON_INSTALL_DIR=/python\nRUN uv sync --frozen",
      "debian:bookworm-slim\nCOPY --from=build /python /python\nENV PATH=/src/.venv/bin:$PATH",
      "/src /src",
    ],
    [
      "python:3.11",
      "RUN pip install --target=/deps -r requirements.txt",
      "python:3.12-slim\nENV PYTHONPATH=/deps",
      "/deps /deps",
    ],
    ["python:3.11", "RUN pip wheel -w /wheels -r requirements.txt", "python:3.12-slim", "/wheels /wheels"],
    ["python:3.11", "RUN pip install -r requirements.txt", "python:3.12-slim", "/src /src"],
    ["python:3.11", "RUN pip install mkdocs && mkdocs build", "nginx:alpine", "/src/site /usr/share/nginx/html"],
    ["python:3.11-slim", venv, "python:3.12-slim\nRUN python -m venv /opt/venv", "/src/app /app"],
  ])("silent: %s: %s on %s", (builder, run, shipped, copy) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([]);
  });
});

describe("Node.js", () => {
  const modules = "/src/node_modules ./node_modules";
  it.each([
    ["node:22", "RUN npm install sharp", "node:22-alpine", modules, "certain"],
    [
      "node:22-slim",
      "RUN apt-get update && apt-get install -y python3 make g++\nRUN npm ci",
      "node:22-alpine",
      modules,
      "perhaps",
    ],
    ["node:22-alpine", "RUN apk add python3 make g++\nRUN npm ci", "node:22-slim", modules, "perhaps"],
    [
      "node:22-alpine",
      "RUN apk add python3 make g++\nRUN npm ci",
      "gcr.io/distroless/nodejs22-debian12",
      "/src /app",
      "perhaps",
    ],
    ["node:18", "RUN npm install better-sqlite3", "node:22-slim", modules, "certain"],
    ["node:18-alpine", "RUN apk add build-base\nRUN yarn install", "node:20-alpine", modules, "perhaps"],
  ])("%s: %s on %s", (builder, run, shipped, copy, expected) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([`${expected} ${copy.split(" ")[0]}`]);
  });

  it.each([
    ["node:22", "RUN npm ci", "node:22-alpine", modules],
    ["node:22", "RUN npm install sharp", "node:22-slim", modules],
    ["node:18", "RUN npm install sharp", "node:22-slim", modules],
    ["node:22", "RUN npm install sharp", "node:22-alpine\nCOPY package.json .\nRUN npm ci", modules],
    ["node:22", "RUN npm install sharp", "node:22-alpine\nRUN npm rebuild", modules],
    ["node:22", "RUN npm install --libc=musl --os=linux sharp", "node:22-alpine", modules],
    ["node:22", "RUN npm install sharp && npm run build", "nginx:alpine", "/src/dist /usr/share/nginx/html"],
    ["node:22", "RUN npm install sharp && npm run build", "node:22-alpine", "/src/dist ./dist"],
  ])("silent: %s: %s on %s", (builder, run, shipped, copy) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([]);
  });
});

describe("Ruby, PHP and .NET", () => {
  it.each([
    ["ruby:3.2", "RUN bundle install", "ruby:3.3-slim", "/usr/local/bundle /usr/local/bundle", "certain"],
    [
      "ruby:3.3",
      "RUN bundle config set --local path vendor/bundle && bundle install",
      "ruby:3.3-alpine",
      "/src/vendor/bundle ./vendor/bundle",
      "perhaps",
    ],
    ["ruby:3.3", "ENV BUNDLE_PATH=/gems\nRUN bundle install", "ruby:3.3-alpine", "/gems /gems", "perhaps"],
    [
      "php:8.2-cli",
      "RUN docker-php-ext-install pdo_pgsql",
      "php:8.3-cli",
      "/usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/",
      "certain",
    ],
    [
      "php:8.3-cli",
      "RUN docker-php-ext-install intl",
      "php:8.3-cli-alpine",
      "/usr/local/lib/php/extensions/no-debug-non-zts-20230831 /usr/local/lib/php/extensions/no-debug-non-zts-20230831",
      "certain",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -c Release -r linux-x64 --self-contained -o /out",
      "alpine:3.20",
      "/out /app",
      "certain",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -r linux-x64 -p:PublishAot=true -o /out",
      "mcr.microsoft.com/dotnet/runtime-deps:8.0-alpine",
      "/out /app",
      "certain",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0-alpine",
      "RUN dotnet publish --self-contained true -r linux-musl-x64 -o /out",
      "mcr.microsoft.com/dotnet/runtime-deps:8.0",
      "/out/ /app/",
      "certain",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -c Release -o /out",
      "mcr.microsoft.com/dotnet/aspnet:6.0",
      "/out /app",
      "perhaps",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -f net8.0 -o /out",
      "mcr.microsoft.com/dotnet/aspnet:6.0",
      "/out /app",
      "certain",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:6.0",
      "RUN dotnet publish -o /out",
      "mcr.microsoft.com/dotnet/aspnet:8.0",
      "/out /app",
      "certain",
    ],
  ])("%s: %s on %s", (builder, run, shipped, copy, expected) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([
      `${expected} ${(copy.split(" ")[0] ?? "").replace(/(?<=.)\/$/, "")}`,
    ]);
  });

  it.each([
    ["ruby:3.3", "RUN bundle install", "ruby:3.3-slim", "/usr/local/bundle /usr/local/bundle"],
    ["ruby:3.3.1", "RUN bundle install", "ruby:3.3.4-slim", "/usr/local/bundle /usr/local/bundle"],
    ["ruby:3.3", "RUN bundle install && jekyll build", "nginx:alpine", "/src/_site /usr/share/nginx/html"],
    ["ruby:3.2", "RUN bundle install", "ruby:3.3-slim", "/src/public /public"],
    ["composer:2", "RUN composer install", "php:8.3-fpm", "/src/vendor /app/vendor"],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -c Release -o /out",
      "mcr.microsoft.com/dotnet/aspnet:8.0-alpine",
      "/out /app",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -c Release -r linux-x64 --self-contained false -o /out",
      "mcr.microsoft.com/dotnet/aspnet:8.0-alpine",
      "/out /app",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -r linux-musl-x64 --self-contained -o /out",
      "alpine:3.20",
      "/out /app",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -f net6.0 -o /out",
      "mcr.microsoft.com/dotnet/aspnet:6.0",
      "/out /app",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:6.0",
      "RUN dotnet publish -o /out",
      "mcr.microsoft.com/dotnet/aspnet:8.0\nENV DOTNET_ROLL_FORWARD=Major",
      "/out /app",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:8.0",
      "RUN dotnet publish -r linux-x64 --self-contained -o /out",
      "mcr.microsoft.com/dotnet/runtime-deps:6.0",
      "/out /app",
    ],
    [
      "mcr.microsoft.com/dotnet/sdk:latest",
      "RUN dotnet publish -o /out",
      "mcr.microsoft.com/dotnet/aspnet:6.0",
      "/out /app",
    ],
  ])("silent: %s: %s on %s", (builder, run, shipped, copy) => {
    expect(twoStages(builder, run, shipped, copy)).toEqual([]);
  });

  it("says nothing where all files come from one image", () => {
    expect(misfitsOf("FROM python:3.12\nRUN pip install numpy\nCOPY . .")).toEqual([]);
  });
});
