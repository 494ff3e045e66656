// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.model.MillraceException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select Key, lang from corpus-prep.main where KEY = 'it''s' | SELECT key, lang FROM "corpus-prep".main WHERE tag = '' AND key = 'it''s' ORDER BY position
          SELECT tag FROM j WHERE a <> -5 OR b IN (1, 2.5) AND c IS NULL | SELECT tag FROM j WHERE a != -5 OR (b IN (1, 2.5) AND NOT (c IS NOT NULL)) ORDER BY position
          SELECT tag, count(*) AS n FROM j GROUP BY tag ORDER BY n DESC LIMIT 3; | SELECT tag, count(*) AS n FROM j WHERE TRUE GROUP BY tag ORDER BY count(*) DESC LIMIT 3
          SELECT "key", a.b FROM j WHERE tag = 'x' AND lang LIKE 'e%' | SELECT "key", "a.b" FROM j WHERE tag = 'x' AND prefix(lang, 'e') ORDER BY position
          SELECT tag FROM j WHERE event_time BETWEEN '2026-01-01' AND 5 -- why not | SELECT tag FROM j WHERE event_time >= TIMESTAMP '2026-01-01T00:00:00Z' AND event_time <= TIMESTAMP '1970-01-01T00:00:00.005Z' ORDER BY position
          SELECT tag FROM j WHERE t = TIMESTAMP '2026-01-01 01:00:00+01:00' ORDER BY event_time DESC | SELECT tag FROM j WHERE t = TIMESTAMP '2026-01-01T00:00:00Z' ORDER BY event_time DESC
          SELECT tag FROM j WHERE NOT NOT flag AND EXISTS(a) AND k = X'00ff' | SELECT tag FROM j WHERE NOT (NOT (flag = TRUE)) AND a IS NOT NULL AND k = X'00ff' ORDER BY position
          """)
  void givenText_whenRead_thenItsPlainFormReadsTheSame(String text, String plain) {
    var query = Sql.parse(text).query();

    assertThat(query.sql()).isEqualTo(plain);
    assertThat(Sql.parse(plain).query()).isEqualTo(query);
  }

  @Test
  void givenExplain_whenRead_thenModeSaysSo() {
    assertThat(Sql.parse("SELECT key FROM j").mode()).isEqualTo(Statement.Mode.RUN);
    assertThat(Sql.parse("EXPLAIN SELECT key FROM j").mode()).isEqualTo(Statement.Mode.EXPLAIN);
    assertThat(Sql.parse("explain analyze SELECT key FROM j").mode())
        .isEqualTo(Statement.Mode.ANALYZE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT * FORM j | query text is wrong: line=1, column=10, found=FORM, expected=, or FROM
          SELCT key | query text is wrong: line=1, column=1, found=SELCT, expected=SELECT or EXPLAIN
          SELECT * FROM j WHERE | query text is wrong: line=1, column=22, found=the end, expected=a name, NOT, EXISTS, TRUE or FALSE
          SELECT * FROM j WHERE key = | query text is wrong: line=1, column=28, found=the end, expected=a value ('text', number, TRUE, FALSE, TIMESTAMP '2026-01-31T12:00:00Z')
          SELECT * FROM j WHERE key = "a" | query text is wrong: line=1, column=29, found="a", expected=a value: text goes in single quotes, double quotes are for names
          SELECT * FROM j WHERE key = 'a | quotes are not closed: line=1, column=29, found='a, expected=' at the end
          SELECT * FROM j WHERE (a = 1 | query text is wrong: line=1, column=29, found=the end, expected=AND, OR or )
          SELECT * FROM a, b | query text is wrong: line=1, column=16, found=,, expected=WHERE, GROUP BY, ORDER BY, LIMIT or the end
          SELECT * FROM a WHERE b = 1 c | query text is wrong: line=1, column=29, found=c, expected=AND, OR, GROUP BY, ORDER BY, LIMIT or the end
          SELECT * FROM a WHERE (b IN (1) c) | query text is wrong: line=1, column=33, found=c, expected=AND, OR or )
          SELECT * FROM a WHERE b c | query text is wrong: line=1, column=25, found=c, expected=a comparison (=, !=, <, <=, >, >=, IN, LIKE, BETWEEN, IS), AND, OR, GROUP BY, ORDER BY, LIMIT or the end
          SELECT * FROM a ORDER BY position WHERE | query text is wrong: line=1, column=35, found=WHERE, expected=,, LIMIT, ASC, DESC or the end
          SELECT * FROM a JOIN b | not supported: line=1, column=17, found=JOIN, expected=one job; millrace has no joins
          SELECT DISTINCT a FROM b | not supported: line=1, column=8, found=DISTINCT, expected=GROUP BY, or approx_distinct(column)
          SELECT a + 1 FROM b | not supported: line=1, column=10, found=+, expected=a column or an aggregate, without arithmetic
          SELECT a FROM b WHERE a IN (SELECT 1) | not supported: line=1, column=29, found=SELECT, expected=one SELECT
          SELECT a FROM b LIMIT 5 OFFSET 3 | not supported: line=1, column=25, found=OFFSET, expected=LIMIT; pages go on with a page token
          DELETE FROM b | not supported: line=1, column=1, found=DELETE, expected=SELECT: results are written by jobs only
          SELECT a FROM b WHERE key = 5 | column cannot be compared with this value: name=key, type=bytes, value=5, valueType=long, expected=text in single quotes, or bytes such as X'00ff', line=1, column=23
          SELECT a FROM b WHERE event_time > 'soon' | column cannot be compared with this value: name=event_time, type=time, value='soon', valueType=text, expected=a time such as '2026-01-31T12:00:00Z', or milliseconds since 1970, line=1, column=23
          SELECT a FROM b WHERE a LIKE '%x' | LIKE has one % only, at its end: line=1, column=30, found='%x', expected=LIKE 'text%'; prefix(column, 'text') where the text has _ or %
          SELECT a FROM b WHERE a = NULL | a comparison with NULL is never true: line=1, column=27, found=NULL, expected=IS NULL or IS NOT NULL
          SELECT foo(a) FROM b | no such aggregate: line=1, column=8, found=foo, expected=count, sum, min, max, avg, approx_distinct, approx_quantile, top_k
          SELECT key, count(*) FROM b | column is neither grouped by nor aggregated: name=key, expected=GROUP BY key, or an aggregate such as max(key), line=1, column=1
          SELECT key FROM b ORDER BY key | rows cannot be ordered by this: line=1, column=28, found=key, expected=event_time or position, ASC or DESC
          SELECT sum(key) FROM b | aggregate cannot take this: aggregate=sum, value=key, expected=a field of numbers, partition, block or idx, line=1, column=8
          SELECT a FROM b WHERE n = 99999999999999999999 | number is too large: line=1, column=27, found=99999999999999999999, expected=-2^63 to 2^63-1, or a double
          """)
  void givenWrongText_whenRead_thenPlaceAndWhatWasExpected(String text, String message) {
    assertThatThrownBy(() -> Sql.parse(text)).hasMessage(message);
  }

  @Test
  void givenSeveralLines_whenWrong_thenLineAndColumnCountCharacters() {
    assertThatThrownBy(() -> Sql.parse("SELECT key\nFROM j\nWHERE a = '\uD83D\uDE00' AND ?"))
        .hasMessageContaining("line=3, column=19, found=?");
  }

  @Test
  void givenWrongFilter_whenRead_thenNoClausesAreExpected() {
    assertThatThrownBy(() -> Sql.filter("a = 1 b"))
        .hasMessage("query text is wrong: line=1, column=7, found=b, expected=AND, OR or the end");
  }

  @Test
  void givenLongTextThatIsWrong_whenRead_thenRefusedSoon() {
    String longCondition = "SELECT a FROM b WHERE a = 1" + " OR a = 1".repeat(20_000) + " c";

    assertThatThrownBy(() -> Sql.parse(longCondition)).hasMessageContaining("found=c, expected=");
  }

  @Test
  void givenDeepNestingOrLongText_whenRead_thenRefused() {
    String deep = "SELECT a FROM b WHERE " + "(".repeat(50_000) + "a" + ")".repeat(50_000);
    String nots = "SELECT a FROM b WHERE " + "NOT ".repeat(50_000) + "a";

    assertThatThrownBy(() -> Sql.parse(deep)).hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> Sql.parse(nots)).hasMessageContaining("nested too deeply");
    assertThatThrownBy(() -> Sql.parse(" ".repeat(Sql.TEXT_LENGTH_MAX + 1)))
        .hasMessageContaining("too long");
    assertThat(Sql.parse("SELECT a FROM b WHERE " + "(".repeat(99) + "a" + ")".repeat(99)).query())
        .isNotNull();
  }

  @Test
  void anyMangledText_isReadOrRefusedWithItsPlace() {
    String[] words =
        ("SELECT key , count ( * ) FROM j WHERE a = 'x' AND NOT ( b IN ( 1 , 2.5 ) OR c LIKE 'y%' )"
                + " GROUP BY key ORDER BY position DESC LIMIT 10 ; \" ' X'0 - -- /* TIMESTAMP '1' é .")
            .split(" ");
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(random.nextBoolean() ? "SELECT key FROM j WHERE " : "");
      for (int left = random.nextInt(14); left > 0; left--) {
        text.append(words[random.nextInt(words.length)]).append(random.nextInt(5) == 0 ? "" : " ");
      }
      var failure = catchThrowableOfType(MillraceException.class, () -> Sql.parse(text.toString()));
      if (failure != null) {
        assertThat(failure.kind()).isEqualTo(MillraceException.Kind.CALLER);
        assertThat(failure.facts()).as(text.toString()).containsKeys("line", "column", "expected");
      }
    }
  }
}
