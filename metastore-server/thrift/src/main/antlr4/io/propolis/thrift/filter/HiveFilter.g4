/*
 * Filters as Hive clients of all generations send them: partitions by keys, tables by the fields
 * hive_filter_field_*. Dates and timestamps may stand bare, with their word, or quoted.
 */
grammar HiveFilter;

filter
    : disjunction EOF
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : condition (AND condition)*
    ;

condition
    : NOT condition                                                       # negation
    | '(' disjunction ')'                                                 # group
    | key comparator constant                                             # comparison
    | constant comparator key                                             # flippedComparison
    | key NOT? LIKE constant                                              # like
    | key NOT? BETWEEN constant AND constant                              # between
    | keyList NOT? IN '(' constant (',' constant)* ')'                    # in
    | keyTuple NOT? IN '(' constantTuple (',' constantTuple)* ')'         # tupleIn
    | key IS NOT? NULL                                                    # isNull
    ;

keyList
    : key
    | '(' key ')'
    ;

keyTuple
    : '(' STRUCT '(' key (',' key)* ')' ')'
    | STRUCT '(' key (',' key)* ')'
    ;

constantTuple
    : CONST? STRUCT '(' constant (',' constant)* ')'
    ;

comparator
    : '=' | '==' | '<=>' | '!=' | '<>' | '<' | '<=' | '>' | '>='
    ;

constant
    : STRING                     # text
    | NUMBER                     # number
    | DATE_VALUE                 # bareDate
    | DATE STRING                # date
    | DATE DATE_VALUE            # date
    | TIMESTAMP STRING           # timestamp
    | TIMESTAMP? TIMESTAMP_VALUE # timestamp
    ;

// A word of the grammar may name a key too: "date" is the most usual key there is.
key
    : IDENTIFIER
    | QUOTED
    | DATE
    | TIMESTAMP
    | STRUCT
    | CONST
    | BETWEEN
    | IN
    | LIKE
    | IS
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
STRUCT     : [sS] [tT] [rR] [uU] [cC] [tT] ;
CONST      : [cC] [oO] [nN] [sS] [tT] ;

STRING
    : '\'' (~['\\] | '\\' .)* '\''
    | '"' (~["\\] | '\\' .)* '"'
    ;

TIMESTAMP_VALUE
    : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT [ T] DIGIT DIGIT ':' DIGIT DIGIT
      (':' DIGIT DIGIT ('.' DIGIT+)?)?
    ;

DATE_VALUE : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT '-' DIGIT DIGIT ;
NUMBER     : '-'? DIGIT+ ('.' DIGIT+)? ;
QUOTED     : '`' (~[`] | '``')+ '`' ;
IDENTIFIER : (LETTER | DIGIT | '_') (LETTER | DIGIT | [_.$:])* ;

fragment DIGIT  : [0-9] ;
fragment LETTER : [\p{L}] ;

SPACE : [ \t\r\n]+ -> skip ;
