/** Dockerfiles that build and ship in one stage, as people write them; by language. */
export const singleStages: Readonly<Record<string, string>> = {
  "go: comments, a health check and a build argument": `# syntax=docker/dockerfile:1
# The API server
FROM golang:1.22
# where the code lives
WORKDIR /app

COPY go.mod go.sum ./
RUN go mod download
# all of it
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -ldflags "-X main.version=$VERSION" -o server ./cmd/server
ENV PORT=8080
# what it listens on
EXPOSE 8080
HEALTHCHECK --interval=30s CMD ["/app/server", "health"]
CMD ["./server"]
# the end
`,
  "go: on Alpine, with a user and a named stage": `FROM golang:1.25-alpine AS api
RUN apk add --no-cache git ca-certificates tzdata
WORKDIR /src
COPY . .
RUN adduser -D app
RUN go install ./...
COPY config.yaml /etc/api/config.yaml
USER app
ENTRYPOINT /go/bin/api
`,
  "go: by make, with a health check that needs curl": `FROM golang:1.21
WORKDIR /app
COPY . .
RUN make build
HEALTHCHECK CMD curl -f http://localhost:8080/health || exit 1
CMD ["./bin/app"]
`,
  "node: a server that is bundled": `FROM node:20
WORKDIR /usr/src/app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
ENV NODE_ENV=production
EXPOSE 3000
CMD ["node", "dist/main.js"]
`,
  "node: yarn and addons on Alpine": `FROM node:22-alpine
RUN apk add --no-cache python3 make g++
WORKDIR /app
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile
COPY . .
RUN yarn build
USER node
CMD ["yarn", "start"]
`,
  "node: nothing to bundle, the version in a variable": `ARG NODE_VERSION=20
FROM node:\${NODE_VERSION}
WORKDIR /app
COPY package*.json ./
RUN npm install
COPY . .
CMD ["node", "index.js"]
`,
  "python: pip with a compiler and the whole context first": `FROM python:3.12
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
RUN apt-get update && apt-get install -y gcc libpq-dev ffmpeg
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
CMD gunicorn app:app -b 0.0.0.0:8000
`,
  "python: Poetry, and static files collected": `FROM python:3.11
WORKDIR /srv
RUN pip install poetry
COPY pyproject.toml poetry.lock ./
RUN poetry install --no-root --only main
COPY src ./src
RUN python manage.py collectstatic --noinput
CMD ["poetry", "run", "uvicorn", "src.main:app"]
`,
  "java: Maven": `FROM maven:3.9-eclipse-temurin-21
WORKDIR /app
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY src ./src
RUN mvn -B package -DskipTests
EXPOSE 8080
ENV JAVA_OPTS="-Xmx512m"
ENTRYPOINT ["java", "-jar", "target/shop.jar"]
`,
  "java: Gradle, an archive by pattern": `FROM gradle:8-jdk17
COPY --chown=gradle:gradle . /home/gradle/src
WORKDIR /home/gradle/src
RUN gradle bootJar --no-daemon
CMD java $JAVA_OPTS -jar build/libs/*.jar
`,
  "java: Maven at each start": `FROM eclipse-temurin:17
WORKDIR /app
COPY . .
RUN ./mvnw package && cp target/*.jar /app.jar
CMD ["./mvnw", "spring-boot:run"]
`,
  "rust: a release build": `FROM rust:1.82
WORKDIR /usr/src/app
COPY . .
RUN cargo build --release
CMD ["./target/release/web"]
`,
  "rust: cargo install in a stage below": `FROM rust:1.82 AS builder
WORKDIR /app
COPY . .
RUN cargo install --path .

FROM builder
CMD ["myapp"]
`,
  "dotnet: published": `FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY Shop.csproj .
RUN dotnet restore
COPY . .
RUN dotnet publish -c Release -o /app
WORKDIR /app
EXPOSE 8080
ENTRYPOINT ["dotnet", "Shop.dll"]
`,
  "dotnet: run by the SDK": `FROM mcr.microsoft.com/dotnet/sdk:6.0
WORKDIR /src
COPY . .
RUN dotnet build
CMD ["dotnet", "run", "--project", "src/Web/Web.csproj"]
`,
  "php: Apache with extensions": `FROM php:8.3-apache
RUN apt-get update && apt-get install -y git unzip libzip-dev && docker-php-ext-install pdo_mysql zip
RUN a2enmod rewrite
COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www/html
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts
COPY . .
RUN chown -R www-data:www-data storage
`,
  "php: a worker": `FROM php:8.2-cli
WORKDIR /app
COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer
COPY . .
RUN apt-get update && apt-get install -y git && composer install --no-dev
CMD ["php", "bin/console", "worker"]
`,
  "ruby: Rails with assets": `FROM ruby:3.3
RUN apt-get update && apt-get install -y build-essential libpq-dev nodejs
WORKDIR /app
COPY Gemfile Gemfile.lock ./
RUN bundle install
COPY . .
RUN bundle exec rails assets:precompile
EXPOSE 3000
CMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]
`,
  "ruby: Sinatra on Alpine": `FROM ruby:3.2-alpine
RUN apk add --no-cache build-base postgresql-dev tzdata
WORKDIR /app
COPY Gemfile* ./
RUN bundle config set --local without 'development test' && bundle install
COPY . .
CMD ["ruby", "app.rb"]
`,
};
