{#
    Push the frame that a bracket opens in names_read: the body of a WITH, the names of its columns, relations in
    brackets, or anything else. Pure.
#}
{% macro open_frame(at, frame, here) %}
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

{#
    Return what names_read knows between two brackets: whether a FROM clause is open (in_from), whether a relation comes
    next (wanted: from or into), the common table expressions so far (ctes) and the one being read (cte, recursive,
    step: name, as, body, made, listed), and the one whose body this is (body_of). plain: the arguments of extract(..
    from ..).
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

{# End the body of a common table expression, whose name is visible from here on. #}
{% macro _end_cte(outer, body, forms) %}
    {%- do outer["ctes"].append(dbt_wap._form_of(body["body_of"], forms)) -%}
    {%- do outer.update({"step": "listed"}) -%}
{% endmacro %}

{# Read a word between WITH and the body of an expression. #}
{% macro _read_cte_word(frame, word, bare) %}
    {%- if frame["step"] == "name" and bare == "recursive" and not frame["recursive"] -%}
        {%- do frame.update({"recursive": true}) -%}
    {%- elif frame["step"] == "name" -%} {%- do frame.update({"cte": word, "step": "as"}) -%}
    {%- elif frame["step"] == "as" and bare == "as" -%} {%- do frame.update({"step": "body"}) -%}
    {%- endif -%}
{% endmacro %}

{# Return true if a common table expression follows WITH, and not ORDINALITY, TIME ZONE and the like. #}
{% macro _begins_ctes(after) %}
    {%- set after = after | map("lower") | list -%}
    {%- set words = after[1:] if after[:1] == ["recursive"] and after[1:2] not in [["as"], ["("]] else after -%}
    {%- do return(
        words[1:2] == ["("]
        or (words[1:2] == ["as"] and (words[2:3] or ["("])[0] in ["(", "materialized", "not"])
    ) -%}
{% endmacro %}
