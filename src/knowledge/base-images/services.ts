import type { ImageEntry, ImageFacts } from "./image-entry.ts";
import { type ImageTag, versionOf } from "./image-tag.ts";
import { javaVersionInWords } from "./java.ts";

/** Ready software that starts as root, or as root and then steps down by itself: the image sets no user. */
const rootServices = `
  aerospike arangodb bonita caddy cassandra chronograf clickhouse clickhouse/clickhouse-server consul couchbase couchdb
  crate docker drupal eclipse-mosquitto eggdrop elastic/filebeat emqx flink friendica geonetwork hashicorp/consul
  hashicorp/vault httpd influxdb irssi joomla kapacitor known liquibase mariadb mariadb/server matomo mediawiki memgraph
  mongo monica mysql mysql/mysql-server nats nats-streaming neo4j nextcloud nginx nginxproxy/nginx-proxy notary
  nuxeo orientdb percona percona/percona-server phpmyadmin phpmyadmin/phpmyadmin piwik plone postfixadmin
  postgis/postgis postgres pgvector/pgvector pulsar rabbitmq redis redis/redis-stack redis/redis-stack-server
  redmine registry distribution/distribution rethinkdb silverpeas teamspeak telegraf thrift timescale/timescaledb tomcat
  tomee traefik traefik/traefik traefik/whoami ubuntu/squid valkey/valkey vault wordpress xwiki yourls znc zookeeper
  jwilder/nginx-proxy jwilder/dockerize minio/minio minio/mc quay.io/minio/minio quay.io/minio/mc
  quay.io/libpod/alpine_nginx
`;

/** Ready software by the user that the image sets. */
const servicesByUser: Readonly<Record<string, string>> = {
  "101": "nginxinc/nginx-unprivileged",
  "472": "grafana/grafana grafana/grafana-oss grafana/grafana-enterprise",
  "10001":
    "grafana/loki grafana/tempo otel/opentelemetry-collector otel/opentelemetry-collector-contrib jaegertracing/all-in-one",
  "1000": `elasticsearch opensearchproject/opensearch kibana opensearchproject/opensearch-dashboards keycloak/keycloak
    quay.io/keycloak/keycloak jboss/keycloak quay.io/keycloak/keycloak-operator`,
  logstash: "logstash",
  nobody: "prom/* quay.io/prometheus/* postgrest/postgrest",
  jenkins: "jenkins/jenkins jenkins4eval/jenkins jenkins/jenkins-experimental",
  jetty: "jetty",
  solr: "solr",
  odoo: "odoo",
  kong: "kong kong/kong-gateway",
  appuser:
    "apache/kafka apache/kafka-native confluentinc/cp-kafka confluentinc/cp-zookeeper confluentinc/cp-server confluentinc/cp-kafka-connect confluentinc/cp-schema-registry",
  airflow: "apache/airflow",
  superset: "apache/superset apachesuperset.docker.scarf.sh/apache/superset",
  jboss: "quay.io/wildfly/wildfly jboss/wildfly",
  nexus: "sonatype/nexus3",
  mssql: "mcr.microsoft.com/mssql/server",
  gotenberg: "gotenberg/gotenberg",
  "1200": "selenium/*",
  "1001": "open-liberty websphere-liberty bitnami/* bitnamilegacy/* bitnamisecure/*",
};

/** Ready software of which only the kind is known. */
const otherServices = `
  adminer haproxy sonarqube varnish ghost mongo-express rocket.chat spark apache/spark mautic storm gitea/gitea
  amazon/aws-cli public.ecr.aws/aws-cli/aws-cli google/cloud-sdk gcr.io/google.com/cloudsdktool/cloud-sdk
  gcr.io/google.com/cloudsdktool/google-cloud-cli gcr.io/cloud-builders/* mcr.microsoft.com/azure-cli
  hashicorp/terraform alpine/git alpine/helm alpine/k8s alpine/curl alpine/openssl alpine/socat curlimages/curl
  lachlanevenson/k8s-kubectl rancher/kubectl rancher/* openpolicyagent/opa koalaman/shellcheck koalaman/shellcheck-alpine
  mvdan/shfmt hadolint/hadolint aquasec/trivy ghcr.io/aquasecurity/trivy anchore/syft anchore/grype snyk/snyk
  gcr.io/kaniko-project/executor gcr.io/kaniko-project/warmer moby/buildkit tonistiigi/binfmt quay.io/podman/stable
  quay.io/buildah/stable quay.io/skopeo/stable quay.io/argoproj/* argoproj/* linuxserver/* ghcr.io/linuxserver/*
  axllent/mailpit mailhog/mailhog temporalio/* temporaliotest/* onlyoffice/documentserver collabora/code
  ghcr.io/nextcloud/* ghcr.io/nextcloud-releases/* envoyproxy/envoy istio/proxyv2 istio/pilot registry.istio.io/release/*
  fluent/fluentd fluent/fluent-bit klakegg/hugo hugomods/hugo squidfunk/mkdocs-material jekyll/jekyll swaggerapi/swagger-ui
  swaggerapi/swagger-editor redocly/redoc wiremock/wiremock localstack/localstack mitmproxy/mitmproxy
  flyway/flyway liquibase/liquibase hasura/graphql-engine supabase/* directus/directus n8nio/n8n strapi/strapi
  netboxcommunity/netbox metabase/metabase penpotapp/* outlinewiki/outline ollama/ollama vllm/vllm-openai
  qdrant/qdrant milvusdb/milvus semitechnologies/weaviate getmeili/meilisearch typesense/typesense
  dpage/pgadmin4 portainer/portainer-ce containrrr/watchtower louislam/uptime-kuma vaultwarden/server homeassistant/home-assistant
  ghcr.io/home-assistant/* jellyfin/jellyfin zenika/alpine-chrome browserless/chrome
  confluentinc/* grafana/*
  strukturag/* eturnal/eturnal ghcr.io/google/* k8s.gcr.io/* gcr.io/google-containers/* gcr.io/google_containers/*
`;

/** What tells more of single images. */
const details: Readonly<Record<string, Partial<ImageFacts>>> = {
  tomcat: { language: "java" },
  tomee: { language: "java" },
  jetty: { language: "java" },
  "open-liberty": { language: "java" },
  "websphere-liberty": { language: "java" },
  docker: { distribution: "alpine" },
  registry: { distribution: "alpine" },
  traefik: { distribution: "alpine" },
  caddy: { distribution: "alpine" },
  consul: { distribution: "alpine" },
  nginx: { distribution: "debian" },
  httpd: { distribution: "debian" },
  postgres: { distribution: "debian" },
  redis: { distribution: "debian" },
  mariadb: { distribution: "ubuntu" },
  mongo: { distribution: "ubuntu" },
  rabbitmq: { distribution: "ubuntu" },
  wordpress: { distribution: "debian", language: "php" },
  drupal: { distribution: "debian", language: "php" },
  nextcloud: { distribution: "debian", language: "php" },
  mysql: { distribution: "oracle" },
  "amazon/aws-cli": { distribution: "amazon" },
  "bitnami/*": { distribution: "debian" },
  "bitnamilegacy/*": { distribution: "debian" },
  nats: { shell: null, libc: "unknown" },
};

/** Languages of Bitnami's images that are named otherwise. */
const bitnamiNames: Readonly<Record<string, string>> = {
  "php-fpm": "php",
  golang: "go",
  "dotnet-sdk": "dotnet",
  "aspnet-core": "dotnet",
  jre: "java",
};

/** Bitnami's language images are for building: git and compilers are in them. */
const bitnamiLanguages: readonly ImageEntry[] = [
  ...["node", "python", "ruby", "php-fpm", "perl"].map((image) => bitnami(image, "language")),
  ...["golang", "rust", "dotnet-sdk", "git"].map((image) => bitnami(image, "toolchain")),
  ...["dotnet", "aspnet-core", "jre"].map((image) => bitnami(image, "runtime")),
  { ...bitnami("java", "toolchain"), variants: [{ when: ["jre"], kind: "runtime" }] },
];

function bitnami(image: string, kind: ImageFacts["kind"]): ImageEntry {
  const names = [`bitnami/${image}`, `bitnamilegacy/${image}`, `bitnamisecure/${image}`];
  const facts = { names, kind, distribution: "debian", user: null } as const;
  return image === "git" ? facts : { ...facts, language: bitnamiNames[image] ?? image };
}

export const serviceImages: readonly ImageEntry[] = [
  ...names(rootServices).map((name) => service(name, "root")),
  ...Object.entries(servicesByUser).flatMap(([user, list]) => names(list).map((name) => service(name, user))),
  ...names(otherServices).map((name) => service(name, null)),
  ...bitnamiLanguages,
];

function names(list: string): string[] {
  return list.trim().split(/\s+/);
}

/** Their tags lead with their own version: the language's is in a word behind, as in `10.1-jre17` and `6.4-php8.2`. */
function service(name: string, user: string | null): ImageEntry {
  const facts = details[name] ?? {};
  const version = (tag: ImageTag) => (facts.language === "php" ? versionOf(tag, "php") : javaVersionInWords(tag));
  const shell = user === "root" ? true : null;
  return { names: [name], kind: "service", user, shell, ...facts, version };
}
