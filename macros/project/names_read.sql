{#
    Return the names of the relations that a statement reads or writes, as [{parts: [as written, with quotes], cte}]:
    what follows FROM, JOIN, INTO and the like and is not a common table expression, function, alias, string or comment.
    `cte` is the outermost ephemeral model that contains the name, or none. Pure.
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
        {%- elif kind == "open" -%} {%- do dbt_wap.open_frame(at, frame, loop.index0) -%}
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
        {%- elif frame["wanted"] -%} {%- do dbt_wap.read_relation(at, frame, loop.index0) -%}
        {%- elif kind == "after" and frame["in_from"] -%} {%- do frame.update({"in_from": false}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the word at a position in lower case, or an empty string. #}
{% macro _word_at(at, here) %}
    {%- do return(at["words"][here] | lower if 0 <= here and here < at["words"] | length else "") -%}
{% endmacro %}

{# Reset the frames for the next statement. Some statements read and write no rows, regardless of the names in them. #}
{% macro _begin_statement(at, here) %}
    {%- for _ in at["frames"] | list -%} {%- do at["frames"].pop() -%} {%- endfor -%}
    {%- do at["frames"].append(dbt_wap._new_frame()) -%}
    {%- set verb = dbt_wap._word_at(at, here) -%}
    {%- do at.update({"verb": verb, "quiet": verb in ["grant", "revoke", "comment", "show", "use", "call"]}) -%}
{% endmacro %}

{# Return what a word or sign says about the words that follow it. #}
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

{# Read a word that announces a relation, unless the word is the name of one. #}
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
    {%- elif frame["wanted"] -%} {%- do dbt_wap.read_relation(at, frame, here) -%}
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
