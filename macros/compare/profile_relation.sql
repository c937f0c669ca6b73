{#
    Return the profile of a relation on both sides, as read_profile does, or none. before, after, columns, counts,
    where, keys: as in the subject of profile_question. One query. Reads only.
#}
{% macro profile_relation(before, after, columns, counts, where="", keys=none) %}
    {%- set subject = {
        "before": before,
        "after": after,
        "columns": columns,
        "counts": counts,
        "where": where,
        "keys": keys,
    } -%}
    {%- set question = dbt_wap.profile_question(subject) -%}
    {%- if not question -%} {%- do return(none) -%} {%- endif -%}
    {%- do return(dbt_wap.read_profile(subject, dbt_wap.ask_all({"profile": question})["profile"])) -%}
{% endmacro %}
