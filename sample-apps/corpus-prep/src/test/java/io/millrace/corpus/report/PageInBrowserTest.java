// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens a page in headless Chromium; skipped where there is none. */
class PageInBrowserTest {
  @Test
  void isReadAsItWasMeant(@TempDir Path folder) throws Exception {
    Path page = Files.writeString(folder.resolve("page.html"), PageHtml.of(SamplePage.page()));

    String dom = Chromium.find().dom(page, folder);

    assertThat(dom).contains("<title>Report &amp; more</title>").doesNotContain("<script");
    assertThat(dom)
        .contains("<h2>Fates</h2>")
        .contains("<b>75</b>")
        .contains("<td class=\"n\">1,200");
    assertThat(dom.split("<rect ", -1)).as("2 pieces, 2 bars, 2 columns").hasSize(7);
  }

  @Test
  void showsItsBarsInTheirColours(@TempDir Path folder) throws Exception {
    Path page = Files.writeString(folder.resolve("page.html"), PageHtml.of(SamplePage.page()));

    BufferedImage picture = ImageIO.read(Chromium.find().picture(page, folder).toFile());

    long kept = pixels(picture, 0x0072b2);
    long other = pixels(picture, 0xe69f00);
    assertThat(kept).as("pixels of the first colour").isGreaterThan(10_000);
    assertThat(other).as("pixels of the second colour").isBetween(2_000L, kept / 2);
  }

  private static long pixels(BufferedImage picture, int rgb) {
    long count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += (picture.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
      }
    }
    return count;
  }
}
