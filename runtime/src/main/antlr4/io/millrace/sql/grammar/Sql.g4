// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0

// The query text. Every decision needs one token only: so an error is found at the first token that
// cannot follow, and what could is known.
grammar Sql;

options { caseInsensitive = true; }

statement : (EXPLAIN ANALYZE?)? select ';'? EOF ;

// What stands behind WHERE, alone: the filter of a tail.
filter : condition EOF ;

select
  : SELECT item (',' item)* FROM source (WHERE condition)? (GROUP BY operand (',' operand)*)?
    (ORDER BY ordering (',' ordering)*)? (LIMIT NUMBER)?
  ;

item : '*' | operand (AS name)? ;

source : label ('.' label)? ;

// Names of jobs have hyphens.
label : name ('-' (name | NUMBER)+)* ;

ordering : operand (ASC | DESC)? ;

condition : conjunction (OR conjunction)* ;

conjunction : negation (AND negation)* ;

negation : NOT negation | test ;

test : '(' condition ')' | EXISTS '(' operand ')' | TRUE | FALSE | operand comparison? ;

comparison
  : operator literal                                    # compare
  | NOT? ( IN '(' (literal (',' literal)*)? ')'
         | LIKE TEXT
         | BETWEEN literal AND literal )                # choice
  | IS NOT? NULL                                        # presence
  ;

operator : '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=' ;

// A column or the call of a function.
operand : name ('.' name)* arguments? ;

arguments : '(' (argument (',' argument)*)? ')' ;

argument : '*' | operand | literal ;

literal : TEXT | BYTES | '-'? NUMBER | TRUE | FALSE | NULL | TIMESTAMP_AT ;

name : WORD | QUOTED | EXPLAIN | ANALYZE | ASC | DESC ;

SELECT : 'SELECT' ;
FROM : 'FROM' ;
WHERE : 'WHERE' ;
GROUP : 'GROUP' ;
ORDER : 'ORDER' ;
BY : 'BY' ;
LIMIT : 'LIMIT' ;
AND : 'AND' ;
OR : 'OR' ;
NOT : 'NOT' ;
IN : 'IN' ;
LIKE : 'LIKE' ;
BETWEEN : 'BETWEEN' ;
IS : 'IS' ;
NULL : 'NULL' ;
AS : 'AS' ;
EXISTS : 'EXISTS' ;
TRUE : 'TRUE' ;
FALSE : 'FALSE' ;
EXPLAIN : 'EXPLAIN' ;
ANALYZE : 'ANALYZE' ;
ASC : 'ASC' ;
DESC : 'DESC' ;

TIMESTAMP_AT : 'TIMESTAMP' [ \t\r\n]+ '\'' ~'\''* '\'' ;
BYTES : 'X\'' ~'\''* '\'' ;
WORD : [\p{L}_] [\p{L}\p{N}_$]* ;
QUOTED : '"' (~'"' | '""')+ '"' ;
TEXT : '\'' (~'\'' | '\'\'')* '\'' ;
NUMBER : [0-9]+ ('.' [0-9]+)? ('E' [+-]? [0-9]+)? ;

COMMENT : ('--' ~[\r\n]* | '/*' .*? '*/') -> skip ;
SPACE : [ \t\r\n]+ -> skip ;

OPEN_TEXT : '\'' (~'\'' | '\'\'')* ;
OPEN_NAME : '"' ~'"'* ;
OTHER : . ;
