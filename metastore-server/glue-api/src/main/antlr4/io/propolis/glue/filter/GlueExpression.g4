/*
 * Expressions of GetPartitions, as AWS documents them: conditions of SQL's WHERE over partition keys.
 * What AWS's parser reserves may name a key here; parentheses may stand around keys and constants.
 */
grammar GlueExpression;

expression
    : disjunction EOF
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : condition (AND condition)*
    ;

condition
    : NOT condition                                          # negation
    | '(' disjunction ')'                                    # group
    | key comparator constant                                # comparison
    | constant comparator key                                # flippedComparison
    | key NOT? LIKE constant                                 # like
    | key NOT? BETWEEN constant AND constant                 # between
    | key NOT? IN '(' constant (',' constant)* ')'           # in
    | key IS NOT? NULL                                       # isNull
    ;

comparator
    : '=' | '!=' | '<>' | '<' | '<=' | '>' | '>='
    ;

constant
    : STRING
    | NUMBER
    | DATE STRING
    | TIMESTAMP STRING
    | '(' constant ')'
    ;

key
    : IDENTIFIER
    | QUOTED
    | DATE
    | TIMESTAMP
    | BETWEEN
    | IN
    | LIKE
    | IS
    | '(' key ')'
    ;

AND        : [aA] [nN] [dD] ;
OR         : [oO] [rR] ;
NOT        : [nN] [oO] [tT] ;
LIKE       : [lL] [iI] [kK] [eE] ;
BETWEEN    : [bB] [eE] [tT] [wW] [eE] [eE] [nN] ;
IN         : [iI] [nN] ;
IS         : [iI] [sS] ;
NULL       : [nN] [uU] [lL] [lL] ;
DATE       : [dD] [aA] [tT] [eE] ;
TIMESTAMP  : [tT] [iI] [mM] [eE] [sS] [tT] [aA] [mM] [pP] ;

STRING     : '\'' (~['] | '\'\'')* '\'' ;
NUMBER     : [+-]? (DIGIT+ ('.' DIGIT*)? | '.' DIGIT+) ([eE] [+-]? DIGIT+)? ;
QUOTED     : '`' (~[`] | '``')+ '`' | '"' (~["] | '""')+ '"' ;
IDENTIFIER : (LETTER | '_') (LETTER | DIGIT | [_.$:#@-])* ;

fragment DIGIT  : [0-9] ;
fragment LETTER : [\p{L}] ;

SPACE : [ \t\r\n]+ -> skip ;
