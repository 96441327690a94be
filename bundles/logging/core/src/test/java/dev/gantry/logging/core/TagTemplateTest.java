package dev.gantry.logging.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.error.EngineException;
import dev.gantry.api.logging.LoggedContainer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagTemplateTest {
    private static final LoggedContainer CONTAINER = new LoggedContainer(
            "0123456789abcdef".repeat(4),
            "web-1",
            "/bin/sh",
            List.of("-c", "date"),
            "sha256:fedcba9876543210",
            "busybox:latest",
            "machine",
            Instant.EPOCH,
            List.of("A=b"),
            Map.of("app", "shop"),
            Path.of("/"));

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "{{.ID}}=>0123456789ab",
                "{{ .Name }}/{{.ImageName}}=>web-1/busybox:latest",
                "{{.ContainerName}}=>/web-1",
                "{{.ImageID}}=>fedcba987654",
                "{{.ImageFullID}}=>sha256:fedcba9876543210",
                "{{.Hostname}}=>machine",
                "{{.Command}}=>/bin/sh -c date",
                "{{.DaemonName}}=>docker",
                "{{upper .Name}}=>WEB-1",
                "{{.Name | upper | lower | title}}=>Web-1",
                "{{truncate .FullID 5}}=>01234",
                "{{join .ContainerArgs `,`}}=>-c,date",
                "{{json .ContainerArgs}}=>[\"-c\",\"date\"]",
                "{{json .Name}}=>\"web-1\"",
                "{{index (split .Name `-`) 1}}=>1",
                "{{.ContainerLabels.app}}=>shop",
                "{{index .ContainerLabels `app`}}=>shop",
                "{{.ContainerArgs}}=>[-c date]",
                "{{.ContainerLabels}}=>map[app:shop]",
                "{{pad .Name 1 2}}.=>' web-1  .'",
                "a {{- .Name -}} b=>aweb-1b",
                "{{/* nothing */}}x=>x",
                "plain=>plain",
            })
    void rendersAsGoDoes(String template, String expected) {
        assertEquals(expected, TagTemplate.parse(template).render(CONTAINER, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{.Nothing}}",
                "{{.ID",
                "{{strange .ID}}",
                "{{}}",
                "{{.ID)}}",
                "{{truncate .ID}}",
                "{{\"x}}",
                "{{if .ID}}x{{end}}"
            })
    void refusesWhatItDoesNotKnow(String template) {
        assertThrows(EngineException.class, () -> TagTemplate.parse(template).render(CONTAINER, Map.of()));
    }
}
