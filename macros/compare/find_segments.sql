{#
    Return the segments of a comparison, as read_segments does. plan: from get_comparison, after the comparison; rows:
    of the entry; profile: from read_profile. One query. Reads only.
#}
{% macro find_segments(plan, rows, profile) %}
    {%- set question = dbt_wap.segments_question(plan, rows, profile) -%}
    {%- set answer = dbt_wap.ask_all({"segments": question})["segments"] if question else none -%}
    {%- do return(dbt_wap.read_segments(plan, rows, profile, answer)) -%}
{% endmacro %}
