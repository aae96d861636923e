# The console in an image: built from source, then a Java runtime and PostgreSQL's client tools on Debian.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q -Dmaven.test.skip=true package

FROM eclipse-temurin:21-jre AS java

FROM debian:trixie-slim
ENV JAVA_HOME=/opt/java/openjdk
ENV PATH=$JAVA_HOME/bin:$PATH
COPY --from=java $JAVA_HOME $JAVA_HOME
# pg_dump must not be older than the server it reads: the newest client comes from PostgreSQL's own archive, which the script sets up.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates postgresql-common wget \
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install -y --no-install-recommends postgresql-client-18 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/caretaker --create-home --shell /usr/sbin/nologin caretaker \
 && chmod 700 /var/lib/caretaker
COPY --from=build /build/target/caretaker.jar /opt/caretaker/caretaker.jar

USER caretaker
WORKDIR /var/lib/caretaker
ENV CARETAKER_HOME=/var/lib/caretaker CARETAKER_HOST=0.0.0.0 CARETAKER_PORT=8080
VOLUME /var/lib/caretaker
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=4 \
  CMD wget -q -O /dev/null "http://127.0.0.1:${CARETAKER_PORT}/healthz" || exit 1
ENTRYPOINT ["java", "-jar", "/opt/caretaker/caretaker.jar"]
CMD ["serve"]
