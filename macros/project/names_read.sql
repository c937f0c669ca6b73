{#
    The names of relations that a statement reads or writes, as [{parts: [as written, quotes included], cte}]: what
    stands after FROM, JOIN, INTO and the like and is no common table expression, function, alias, text or comment.
    `cte` is the outermost of dbt's own expressions in which a name stands, or none: an ephemeral model's. Pure.
#}
{% macro names_read(sql) %}
    {%- set words, found, kinds, forms = dbt_wap.sql_words(sql), [], dbt_wap._kinds_of_words(), {} -%}
    {%- set at = {"words": words, "frames": [dbt_wap._new_frame()], "verb": "", "found": found, "forms": forms} -%}
    {%- set frames, making = at["frames"], ["name", "as", "body"] -%}
    {%- do dbt_wap._begin_statement(at, 0) -%}
    {%- for word in words -%}
        {%- set frame, bare = frames[-1], word | lower -%}
        {%- set kind = kinds[bare] if bare in kinds else none -%}
        {%- if not (kind or frame["wanted"] or frame["step"] in making) -%}
        {%- elif kind == "open" -%} {%- do dbt_wap._open_bracket(at, frame, loop.index0) -%}
        {%- elif kind == "close" -%}
            {%- if frames | length > 1 -%} {%- do frames.pop() -%}
            {%- endif -%}
            {%- if frame["body_of"] -%} {%- do dbt_wap._end_cte(frames[-1], frame, forms) -%}
            {%- endif -%}
        {%- elif kind == "end" -%} {%- do dbt_wap._begin_statement(at, loop.index) -%}
        {%- elif kind == "comma" -%}
            {%- if frame["step"] == "listed" -%} {%- do frame.update({"step": "name"}) -%}
            {%- elif frame["in_from"] -%} {%- do frame.update({"wanted": "from"}) -%}
            {%- endif -%}
        {%- elif frame["step"] in making -%} {%- do dbt_wap._read_cte_word(frame, word, bare) -%}
        {%- elif kind == "select" -%}
            {%- do frame.update({"in_from": false, "wanted": none, "step": none}) -%}
        {%- elif kind in ["from", "special"] -%}
            {%- do dbt_wap._read_keyword(at, frame, bare, loop.index0) -%}
        {%- elif frame["wanted"] -%} {%- do dbt_wap._read_relation(at, frame, loop.index0) -%}
        {%- elif kind == "after" and frame["in_from"] -%} {%- do frame.update({"in_from": false}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# The word at a place, in lower case; "" where there is none. #}
{% macro _word_at(at, here) %}
    {%- do return(at["words"][here] | lower if 0 <= here and here < at["words"] | length else "") -%}
{% endmacro %}

{# What one statement was about is over; some read and write no rows, whatever they name. #}
{% macro _begin_statement(at, here) %}
    {%- for _ in at["frames"] | list -%} {%- do at["frames"].pop() -%} {%- endfor -%}
    {%- do at["frames"].append(dbt_wap._new_frame()) -%}
    {%- set verb = dbt_wap._word_at(at, here) -%}
    {%- do at.update({"verb": verb, "quiet": verb in ["grant", "revoke", "comment", "show", "use", "call"]}) -%}
{% endmacro %}

{#
    What is known between two brackets: whether a FROM clause is open (in_from) and a relation is next (wanted: from or
    into), the common table expressions that are made (ctes) and the one that is being made (cte, recursive, step: name,
    as, body, made, listed), and the one whose body this is (body_of); plain: the arguments of extract(.. from ..).
#}
{% macro _new_frame(wanted=none, body_of=none, plain=false) %}
    {%- do return(
        {
            "in_from": wanted is not none,
            "wanted": wanted,
            "ctes": [],
            "cte": none,
            "recursive": false,
            "step": none,
            "body_of": body_of,
            "plain": plain,
        }
    ) -%}
{% endmacro %}

{# What words and signs say of what comes next. #}
{% macro _kinds_of_words() %}
    {%- set kinds = {"(": "open", "[": "open", "{": "open", ")": "close", "]": "close", "}": "close"} -%}
    {%- do kinds.update({",": "comma", ";": "end", "select": "select", "values": "select"}) -%}
    {%- for kind, words in [
        ("from", ["from", "join"]),
        ("after", ["where", "group", "having", "order", "limit", "qualify", "window", "union", "except", "intersect"]),
        ("after", ["minus", "set", "returning"]),
        ("special", ["with", "using", "into", "update", "table", "view"]),
        ("special", ["summarize", "describe", "pivot", "unpivot", "copy"]),
    ] -%}
        {%- for word in words -%} {%- do kinds.update({word: kind}) -%} {%- endfor -%}
    {%- endfor -%}
    {%- do return(kinds) -%}
{% endmacro %}

{# A body of a WITH, or the names of its columns; relations in brackets; or anything. #}
{% macro _open_bracket(at, frame, here) %}
    {%- set before = dbt_wap._word_at(at, here - 1) -%}
    {%- if frame["step"] == "body" -%}
        {%- do at["frames"].append(dbt_wap._new_frame(body_of=frame["cte"])) -%}
        {%- do frame.update({"step": "made"}) -%}
    {%- elif frame["step"] == "as" or before in ["extract", "trim", "substring", "overlay", "position"] -%}
        {%- do at["frames"].append(dbt_wap._new_frame(plain=true)) -%}
    {%- else -%}
        {%- do at["frames"].append(dbt_wap._new_frame(wanted="from" if frame["wanted"] == "from" else none)) -%}
        {%- do frame.update({"wanted": none}) -%}
    {%- endif -%}
{% endmacro %}

{# The expression can be seen from here on. #}
{% macro _end_cte(outer, body, forms) %}
    {%- do outer["ctes"].append(dbt_wap._form_of(body["body_of"], forms)) -%}
    {%- do outer.update({"step": "listed"}) -%}
{% endmacro %}

{# A name in the form in which two spellings of it are equal; `forms` remembers it. #}
{% macro _form_of(name, forms) %}
    {%- if name not in forms -%}
        {%- do forms.update({name: dbt_wap.fold(dbt_wap.stored_as_typed(name))}) -%}
    {%- endif -%}
    {%- do return(forms[name]) -%}
{% endmacro %}

{# A word between WITH and the body of an expression. #}
{% macro _read_cte_word(frame, word, bare) %}
    {%- if frame["step"] == "name" and bare == "recursive" and not frame["recursive"] -%}
        {%- do frame.update({"recursive": true}) -%}
    {%- elif frame["step"] == "name" -%} {%- do frame.update({"cte": word, "step": "as"}) -%}
    {%- elif frame["step"] == "as" and bare == "as" -%} {%- do frame.update({"step": "body"}) -%}
    {%- endif -%}
{% endmacro %}

{# A word that says what comes next, unless it is itself the name of a relation. #}
{% macro _read_keyword(at, frame, bare, here) %}
    {%- set before, next = dbt_wap._word_at(at, here - 1), dbt_wap._word_at(at, here + 1) -%}
    {%- set asks = bare in ["summarize", "describe", "pivot", "unpivot", "copy"] -%}
    {%- set begins = before in ["", "(", ";", "as", "explain", "analyze", "all", "union", "except", "intersect"] -%}
    {%- set quiet = at["quiet"] or frame["plain"] -%}
    {%- if frame["step"] == "listed" -%} {%- do frame.update({"step": none}) -%} {%- endif -%}
    {%- if bare in ["from", "join"] -%}
        {%- if not quiet and before != "distinct" -%}
            {%- do frame.update({"in_from": true, "wanted": "from"}) -%}
        {%- endif -%}
    {%- elif bare == "with" and dbt_wap._begins_ctes(at["words"][here + 1 : here + 5]) -%}
        {%- do frame.update({"step": "name", "recursive": false, "wanted": none, "in_from": false}) -%}
    {%- elif frame["wanted"] and (asks or bare == "table") and next not in ["(", ",", ")", ""] -%}
    {%- elif frame["wanted"] -%} {%- do dbt_wap._read_relation(at, frame, here) -%}
    {%- elif quiet or bare == "with" -%}
    {%- elif asks -%}
        {%- if begins and next != "into" -%} {%- do frame.update({"wanted": "from"}) -%} {%- endif -%}
    {%- elif bare == "using" -%}
        {%- if at["verb"] in ["merge", "delete"] and next != "(" -%}
            {%- do frame.update({"in_from": true, "wanted": "from"}) -%}
        {%- endif -%}
    {%- elif bare == "update" -%}
        {%- if before not in ["then", "do", "for", "on", "of"] -%} {%- do frame.update({"wanted": "into"}) -%}
        {%- endif -%}
    {%- elif next != "(" -%} {%- do frame.update({"wanted": "into"}) -%}
    {%- endif -%}
{% endmacro %}

{# True where what follows WITH is a common table expression, not WITH ORDINALITY, TIME ZONE and the like. #}
{% macro _begins_ctes(after) %}
    {%- set after = after | map("lower") | list -%}
    {%- set words = after[1:] if after[:1] == ["recursive"] and after[1:2] not in [["as"], ["("]] else after -%}
    {%- do return(
        words[1:2] == ["("]
        or (words[1:2] == ["as"] and (words[2:3] or ["("])[0] in ["(", "materialized", "not"])
    ) -%}
{% endmacro %}

{# A name where a relation is due; a function that takes names as texts is looked into. #}
{% macro _read_relation(at, frame, here) %}
    {%- set word, next = at["words"][here], dbt_wap._word_at(at, here + 1) -%}
    {%- if word | lower not in ["lateral", "only", "if", "not", "exists"] -%}
        {%- set call = next == "(" and frame["wanted"] == "from" -%}
        {%- do frame.update({"wanted": none}) -%}
        {%- if call and word | lower in ["identifier", "table", "query_table", "query"] -%}
            {%- do dbt_wap._read_texts(at, word | lower, here + 2) -%}
        {%- elif not call and word != "@" -%}
            {%- set parts = dbt_wap._parts_of(word) -%}
            {%- if parts | length > 1 or not dbt_wap._is_cte(at, parts[0]) -%}
                {%- do at["found"].append({"parts": parts, "cte": dbt_wap._outermost_cte(at["frames"])}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# The parts of a written name; "" for what is left out between two dots. #}
{% macro _parts_of(word) %}
    {%- if word[0] in "'$" -%} {%- do return([word]) -%} {%- endif -%}
    {%- set parts, at = [], namespace(dot=false) -%}
    {%- for piece in modules.re.findall('"(?:[^"]|"")*"|[^."\\s]+|[.]', word) -%}
        {%- if piece != "." -%} {%- do parts.append(piece) -%}
        {%- elif at.dot -%} {%- do parts.append("") -%}
        {%- endif -%}
        {%- set at.dot = piece == "." -%}
    {%- endfor -%}
    {%- do return(parts) -%}
{% endmacro %}

{# The relations that the texts name which such a function is given, or the query in one. #}
{% macro _read_texts(at, function, here) %}
    {%- set texts = namespace(open=true) -%}
    {%- for word in at["words"][here:] -%}
        {%- if texts.open and word[0] in "'$" -%}
            {%- set text = word.strip("'$").replace("''", "'") -%}
            {%- for read in dbt_wap.names_read(text if function == "query" else "from " ~ text) -%}
                {%- do at["found"].append(dict(read, cte=dbt_wap._outermost_cte(at["frames"]))) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- set texts.open = texts.open and word[0] in "'$[,(" -%}
    {%- endfor -%}
{% endmacro %}

{# True for the name of a common table expression that can be seen here: made before, or recursive. #}
{% macro _is_cte(at, written) %}
    {%- set name, forms = dbt_wap._form_of(written, at["forms"]), at["forms"] -%}
    {%- for frame in at["frames"] -%}
        {%- if name in frame["ctes"] -%} {%- do return(true) -%} {%- endif -%}
        {%- if frame["recursive"] and frame["step"] == "made" and dbt_wap._form_of(frame["cte"], forms) == name -%}
            {%- do return(true) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{% macro _outermost_cte(frames) %}
    {%- set prefix = "__dbt__cte__" -%}
    {%- for frame in frames if frame["body_of"] -%}
        {%- set name = dbt_wap.unquoted_name(frame["body_of"]) -%}
        {%- if name.startswith(prefix) -%} {%- do return(name[prefix | length :]) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(none) -%}
{% endmacro %}
