{#
    List the relations on one side of the pairs ("prod", "audit" or "archive") as [{key, database, schema, name, kind,
    pair, sql: its quoted name}], with the key of the prod relation. This leaves out failures that tests stored, the
    project's sources if a publish changes only what the project builds, and dbt-wap's own relations: the inventory of
    an archive and parked views. Reads only.
#}
{% macro relations_of(pairs, side) %}
    {%- do return(dbt_wap.read_catalog(pairs, [side], [])[side]["relations"]) -%}
{% endmacro %}
