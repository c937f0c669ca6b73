{#
    Return what is wrong with the key of a comparison: {problem: a sentence, duplicates: {before, after}: rows that
    share a key, null_keys: {before, after}: rows with a NULL in it}. answer: to key_problem_question. Pure.
#}
{% macro key_problem(answer) %}
    {%- set found = {"duplicates": {}, "null_keys": {}} -%}
    {%- for row in answer -%}
        {%- do found["duplicates"].update({row["side"]: row["repeated"] | int}) -%}
        {%- do found["null_keys"].update({row["side"]: row["empty"] | int}) -%}
    {%- endfor -%}
    {%- set sentences = [] -%}
    {%- set kinds = {"null_keys": "the key has a NULL in ", "duplicates": "the key is not unique in "} -%}
    {%- for kind, what in kinds.items() if found[kind]["before"] or found[kind]["after"] -%}
        {%- set sides = [] -%}
        {%- for side, whose in [("before", " of prod"), ("after", " of the candidate")] if found[kind][side] -%}
            {%- do sides.append(dbt_wap.counted(found[kind][side], "row") ~ whose) -%}
        {%- endfor -%}
        {%- do sentences.append(what ~ sides | join(" and ")) -%}
    {%- endfor -%}
    {%- do found.update({"problem": sentences | join("; ") or "rows changed during the comparison"}) -%}
    {%- do return(found) -%}
{% endmacro %}
